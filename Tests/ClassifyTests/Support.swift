import HTTP
import Testing

@testable import Classify

/// What nodes answered; see the extensions.
enum Recorded {}

/// Parses what a client would send.
func target(_ text: String, plusIsSpace: Bool = false) throws -> RequestTarget {
    let target = RequestTarget()
    let bytes = Array(text.utf8)
    try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: plusIsSpace, limits: .default)
    return target
}

func method(_ name: some StringProtocol) -> Method { Method(Array(name.utf8).span) }

extension Release {
    static let latest = Release(.elasticsearch, 9, 4)
    /// Releases at which routes come or go.
    static let samples: [Release] = [
        Release(.elasticsearch, 1, 7), Release(.elasticsearch, 2, 4), Release(.elasticsearch, 5, 0),
        Release(.elasticsearch, 5, 6), Release(.elasticsearch, 6, 2), Release(.elasticsearch, 6, 8),
        Release(.elasticsearch, 7, 1), Release(.elasticsearch, 7, 5), Release(.elasticsearch, 7, 10),
        Release(.elasticsearch, 7, 17), Release(.elasticsearch, 8, 0), Release(.elasticsearch, 8, 5),
        Release(.elasticsearch, 8, 18), Release(.elasticsearch, 9, 0), .latest, Release(.opensearch, 1, 3),
        Release(.opensearch, 2, 19),
    ]
}

/// Tables are immutable: one of each release for all tests.
enum Tables {
    private static let all = Dictionary(
        uniqueKeysWithValues: Release.samples.map { ($0, EndpointTable(release: $0)) })

    static func of(_ release: Release) -> EndpointTable {
        self.all[release] ?? EndpointTable(release: release)
    }
    static let v2 = Self.of(Release(.elasticsearch, 2, 4))
    static let v5 = Self.of(Release(.elasticsearch, 5, 6))
    static let v6 = Self.of(Release(.elasticsearch, 6, 8))
    static let v7 = Self.of(Release(.elasticsearch, 7, 17))
    static let v8 = Self.of(Release(.elasticsearch, 8, 18))
}

extension EndpointTable {
    /// What a request line such as `GET /_search?q=x` is.
    func match(_ line: String, isCompatible: Bool = false) throws -> Match {
        let parts = line.split(separator: " ", maxSplits: 1)
        return self.match(method(parts[0]), try target(String(parts[1])), isCompatible: isCompatible)
    }

    /// The request, or a failure of the test.
    func request(_ line: String, isCompatible: Bool = false) throws -> ClassifiedRequest {
        let match = try self.match(line, isCompatible: isCompatible)
        guard case .endpoint(let request) = match else { throw NoEndpoint(line: line, match: "\(match)") }
        return request
    }
}

struct NoEndpoint: Error, CustomStringConvertible {
    let line: String
    let match: String
    var description: String { "\(self.line) is \(self.match)" }
}

extension Match {
    var api: String? {
        guard case .endpoint(let request) = self else { return nil }
        return request.endpoint.api
    }

    var rule: Refusal.Rule? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal.rule
    }

    var isUnknown: Bool {
        guard case .unknown = self else { return false }
        return true
    }
}

extension EndpointRow {
    /// A path that the row must match, and nothing else by chance.
    var sample: String {
        "/"
            + self.segments.map {
                $0.hasPrefix("{") ? "x" + $0.dropFirst().dropLast().lowercased() : String($0)
            }
            .joined(separator: "/")
    }

    var shape: String {
        "/" + self.segments.map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }
}

extension MethodSet {
    static let known: [(method: Method, letter: Character)] = [
        (.delete, "D"), (.get, "G"), (.head, "H"), (.post, "P"), (.put, "U"),
    ]

    /// As in the recorded answers.
    var letters: String {
        String(Self.known.filter { self.contains(MethodSet($0.method)) }.map(\.letter))
    }
}
