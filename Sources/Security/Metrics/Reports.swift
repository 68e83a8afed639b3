internal import Elasticsearch
internal import Metrics
internal import Synchronization

/// What the proxy tells of itself, for routes that are made before the proxy is.
public final class Reports: Sendable {
    public typealias Source = @Sendable (_ completion: @escaping @Sendable ([UInt8]) -> Void) -> Void

    private let source = Mutex<Source?>(nil)
    private let status = Mutex<Source?>(nil)
    private let failures = Mutex<(@Sendable (_ count: Int) -> [UInt8])?>(nil)

    public init() {}

    /// Who tells the state of the proxy and its upstreams: a JSON object, completed exactly once, on any thread.
    public func setStatus(_ source: @escaping Source) { self.status.withLock { $0 = source } }

    func status(_ completion: @escaping SecurityRoute.Completion) {
        guard let source = self.status.withLock({ $0 }) else {
            return completion(.failure(.unavailable("the proxy is starting", retryAfter: 1)))
        }
        source { completion(.success(SecurityResponse(body: $0))) }
    }

    /// Who tells from which addresses authentications fail: a JSON object. Takes milliseconds: not called on a loop.
    ///
    /// - Parameter source: gets the number of addresses to tell.
    public func setFailures(_ source: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.failures.withLock { $0 = source }
    }

    func failures(_ count: Int, _ completion: @escaping SecurityRoute.Completion) {
        guard let source = self.failures.withLock({ $0 }) else {
            return completion(.failure(.unavailable("the proxy is starting", retryAfter: 1)))
        }
        completion(.success(SecurityResponse(body: source(count))))
    }

    /// Who collects the metrics: completes exactly once, on any thread.
    public func setMetrics(_ source: @escaping Source) { self.source.withLock { $0 = source } }

    public func metrics(_ completion: @escaping @Sendable (SecurityResponse) -> Void) {
        guard let source = self.source.withLock({ $0 }) else {
            return completion(
                SecurityResponse(.unavailable("the proxy is starting", retryAfter: 1)))
        }
        source { bytes in
            var response = SecurityResponse(body: bytes)
            response.headers.append(("content-type", MetricsWriter.contentType))
            completion(response)
        }
    }
}
