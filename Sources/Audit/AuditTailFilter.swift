internal import Bytes

/// Which lines of the trail somebody wants to see. All that is asked must hold.
public struct AuditTailFilter: Sendable {
    public enum Outcome: String, Sendable, CaseIterable { case success, failure }

    /// Octets of the longest text that is looked for.
    public static let textMax = 256

    /// Only lines of this key.
    private var key: [UInt8]?
    /// In lower case; a line is looked through as it is written.
    private var text: [UInt8]?
    private var outcome: Outcome?

    /// - Parameters:
    ///   - key: the id of the key that the request came with.
    ///   - text: stands anywhere in the line; ASCII letters of either case.
    public init(key: String? = nil, text: String? = nil, outcome: Outcome? = nil) {
        self.key = key.map { Array("apikey.id\":\"\($0)\"".utf8) }
        self.text = text.map { $0.utf8.prefix(Self.textMax).map { ASCII.lowercased($0) } }
        self.outcome = outcome
    }

    /// Members that say that a request was refused or failed: by outcome (ECS), or by action (Elasticsearch's form).
    private static let failures = [
        "\"event.outcome\":\"failure\"", "\"event.action\":\"access_denied\"",
        "\"event.action\":\"authentication_failed\"", "\"event.action\":\"anonymous_access_denied\"",
        "\"event.action\":\"run_as_denied\"", "\"event.action\":\"connection_denied\"",
        "\"event.action\":\"tampered_request\"", "\"event.action\":\"realm_authentication_failed\"",
    ].map { Array($0.utf8) }

    func matches(_ line: ArraySlice<UInt8>) -> Bool {
        line.withUnsafeBufferPointer { line in
            if let key = self.key, !Infix.contains(line, key) { return false }
            if let outcome = self.outcome {
                let failed = Self.failures.contains { Infix.contains(line, $0) }
                if failed != (outcome == .failure) { return false }
            }
            return self.text.map { Infix.containsIgnoringCase(line, $0) } ?? true
        }
    }
}
