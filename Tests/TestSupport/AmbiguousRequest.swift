/// What a client may send that two readers could take for different things, and what may become of it: one
/// well-formed request upstream for each answer of 200, and nothing at all for any other.
public struct AmbiguousRequest: Sendable, CustomStringConvertible {
    public let name: String
    /// Stands for the field line of a credential where a test needs one.
    public static let credential = "{credential}"

    private let octets: [UInt8]
    /// The status of each answer; behind one that is not 200 nothing more is read. None: more is waited for.
    public let statuses: [Int]
    /// Method, target and content of each request that the upstream gets.
    public let upstream: [String]

    public var description: String { self.name }

    public init(_ name: String, _ text: String, _ statuses: [Int], _ upstream: [String] = []) {
        self.init(name, octets: Array(text.utf8), statuses, upstream)
    }

    public init(_ name: String, octets: [UInt8], _ statuses: [Int], _ upstream: [String] = []) {
        self.name = name
        self.octets = octets
        self.statuses = statuses
        self.upstream = upstream
    }

    /// The octets as they are sent.
    public func bytes(credential: String = "") -> [UInt8] {
        let mark = Array(Self.credential.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < self.octets.count {
            if self.octets[index...].starts(with: mark) {
                bytes += Array(credential.utf8)
                index += mark.count
            } else {
                bytes.append(self.octets[index])
                index += 1
            }
        }
        return bytes
    }

    public static let all: [AmbiguousRequest] =
        lengths + codings + chunks + trailers + lines + octets + names + hosts + connections + targets
        + queries + sequences

    // MARK: Words to make them of

    static func get(_ fields: String = "", _ target: String = "/a") -> String {
        "GET \(target) HTTP/1.1\r\nHost: h\r\n\(credential)\(fields)\r\n"
    }
    static func post(_ fields: String, _ body: String = "") -> String {
        "POST /a HTTP/1.1\r\nHost: h\r\n\(credential)\(fields)\r\n\(body)"
    }
    static func chunked(_ body: String) -> String { self.post("Transfer-Encoding: chunked\r\n", body) }
    /// A request line with good fields behind it.
    static func line(_ line: String) -> String { "\(line)\r\nHost: h\r\n\(credential)\r\n" }
    /// What an attacker would like the upstream to take for a request of its own.
    static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\(credential)\r\n"
    static let next = "GET /next HTTP/1.1\r\nHost: h\r\n\(credential)\r\n"
}
