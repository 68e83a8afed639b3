internal import JSON

/// An error in the shape of Elasticsearch's REST layer:
/// `{"error":{"root_cause":[{"type":T,"reason":R}],"type":T,"reason":R},"status":N}`.
public struct ErrorResponse: Error, Sendable, Equatable {
    public indirect enum Cause: Sendable, Equatable {
        case cause(type: String, reason: String, by: Cause?)
    }

    public var status: Int
    public var type: String
    public var reason: String
    /// Fields of the response, beside the body.
    public var headers: [(String, String)] = []
    /// Names and texts that stand beside `reason`.
    public var extras: [(String, String)] = []
    public var causedBy: Cause?
    /// What `root_cause` tells where that is not the error itself.
    public var rootCause: (type: String, reason: String)?
    /// The body is `{"error":"reason","status":N}`: what the routing layer says.
    public var isPlain = false

    public init(status: Int, type: String, reason: String, causedBy: Cause? = nil) {
        self.status = status
        self.type = type
        self.reason = reason
        self.causedBy = causedBy
    }

    public static func == (left: ErrorResponse, right: ErrorResponse) -> Bool { left.body() == right.body() }

    public func body(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.name("error")
        if self.isPlain {
            writer.string(self.reason)
        } else {
            writer.beginObject()
            writer.name("root_cause")
            writer.beginArray()
            writer.beginObject()
            self.writeHead(
                &writer, type: self.rootCause?.type ?? self.type,
                reason: self.rootCause?.reason ?? self.reason)
            writer.endObject()
            writer.endArray()
            self.writeHead(&writer, type: self.type, reason: self.reason)
            if let cause = self.causedBy { Self.write(cause, &writer) }
            writer.endObject()
        }
        writer.name("status")
        writer.integer(self.status)
        writer.endObject()
        return writer.bytes
    }

    private func writeHead(_ writer: inout JSONWriter, type: String, reason: String) {
        writer.name("type")
        writer.string(type)
        writer.name("reason")
        writer.string(reason)
        for (name, text) in self.extras {
            writer.name(name)
            writer.string(text)
        }
        let challenges = self.headers.filter { $0.0 == "WWW-Authenticate" }.map(\.1)
        guard !challenges.isEmpty else { return }
        writer.name("header")
        writer.beginObject()
        writer.name("WWW-Authenticate")
        if challenges.count == 1 {
            writer.string(challenges[0])
        } else {
            writer.beginArray()
            for challenge in challenges { writer.string(challenge) }
            writer.endArray()
        }
        writer.endObject()
    }

    private static func write(_ cause: Cause, _ writer: inout JSONWriter) {
        guard case .cause(let type, let reason, let by) = cause else { return }
        writer.name("caused_by")
        writer.beginObject()
        writer.name("type")
        writer.string(type)
        writer.name("reason")
        writer.string(reason)
        if let by { self.write(by, &writer) }
        writer.endObject()
    }
}
