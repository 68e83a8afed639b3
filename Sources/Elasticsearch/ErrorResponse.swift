internal import JSON

/// An error in the shape of Elasticsearch's REST layer:
/// `{"error":{"root_cause":[{"type":T,"reason":R}],"type":T,"reason":R},"status":N}`.
public struct ErrorResponse: Error, Sendable, Equatable {
    /// What an error was caused by, and that by another.
    public struct Cause: Sendable, Equatable {
        public var type: String
        public var reason: String
        /// Names and texts that stand beside `reason`.
        public var extras: [Extra] = []
        /// It is a refused authentication and tells how to do better.
        public var showsChallenges = false
        /// At most one: an array for the sake of the recursion.
        private var inner: [Cause] = []

        public var by: Cause? { self.inner.first }

        public static func cause(type: String, reason: String, by: Cause? = nil) -> Cause {
            var cause = Cause(type: type, reason: reason)
            if let by { cause.inner = [by] }
            return cause
        }

        private init(type: String, reason: String) {
            self.type = type
            self.reason = reason
        }
    }

    public struct Extra: Sendable, Equatable {
        public var name: String
        public var text: String

        /// The text is a number's.
        var isNumber = false

        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }

        public init(_ name: String, _ number: Int) {
            self.init(name, "\(number)")
            self.isNumber = true
        }
    }

    public var status: Int
    public var type: String
    public var reason: String
    /// Fields of the response, beside the body.
    public var headers: [(String, String)] = []
    /// What stands beside `reason`.
    public var extras: [Extra] = []
    public var causedBy: Cause?
    /// What is told as the root, where that is not found by the rule.
    public var root: Cause?
    /// The body is `{"error":"reason"}` with or without the status: what the routing layer says.
    public var isPlain = false
    public var showsStatus = true

    public init(status: Int, type: String, reason: String, causedBy: Cause? = nil) {
        self.status = status
        self.type = type
        self.reason = reason
        self.causedBy = causedBy
    }

    public static func == (left: ErrorResponse, right: ErrorResponse) -> Bool { left.body() == right.body() }

    /// As the cause of another error.
    public var asCause: Cause {
        var cause = Cause.cause(type: self.type, reason: self.reason, by: self.causedBy)
        cause.extras = self.extras
        return cause
    }

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
            self.writeRoot(&writer)
            writer.endObject()
            writer.endArray()
            self.writeHead(&writer)
            if let cause = self.causedBy { Self.write(cause, &writer) }
            writer.endObject()
        }
        if self.showsStatus {
            writer.name("status")
            writer.integer(self.status)
        }
        writer.endObject()
        return writer.bytes
    }

    /// Exceptions of Elasticsearch's own kind: the root is looked for among them.
    private static let own: Set<String> = [
        "parse_exception", "parsing_exception", "resource_not_found_exception",
        "search_phase_execution_exception",
        "security_exception", "status_exception",
    ]

    /// The innermost of the parsers' and Elasticsearch's own exceptions, as it guesses its root causes.
    private func writeRoot(_ writer: inout JSONWriter) {
        if let root = self.root { return Self.writeParts(root, &writer) }
        var type = self.type
        var next = self.causedBy
        var root: Cause?
        while let cause = next {
            let isWanted =
                Self.own.contains(cause.type)
                || (type == "x_content_parse_exception" && cause.type == "x_content_parse_exception")
            guard isWanted, Self.own.contains(type) || type == "x_content_parse_exception" else { break }
            root = cause
            type = cause.type
            next = cause.by
        }
        guard let root else { return self.writeHead(&writer) }
        Self.writeParts(root, &writer)
    }

    private func writeHead(_ writer: inout JSONWriter) {
        var head = Cause.cause(type: self.type, reason: self.reason)
        head.extras = self.extras
        Self.writeParts(head, &writer)
        Self.writeChallenges(self.headers.filter { $0.0 == "WWW-Authenticate" }.map(\.1), &writer)
    }

    private static func writeChallenges(_ challenges: [String], _ writer: inout JSONWriter) {
        guard let first = challenges.first else { return }
        writer.name("header")
        writer.beginObject()
        writer.name("WWW-Authenticate")
        if challenges.count == 1 {
            writer.string(first)
        } else {
            writer.beginArray()
            for challenge in challenges { writer.string(challenge) }
            writer.endArray()
        }
        writer.endObject()
    }

    private static func writeParts(_ cause: Cause, _ writer: inout JSONWriter) {
        writer.name("type")
        writer.string(cause.type)
        writer.name("reason")
        writer.string(cause.reason)
        for extra in cause.extras {
            writer.name(extra.name)
            if extra.isNumber, let number = Int(extra.text) {
                writer.integer(number)
            } else {
                writer.string(extra.text)
            }
        }
        if cause.showsChallenges { self.writeChallenges(self.challenges.map(\.1), &writer) }
    }

    private static func write(_ cause: Cause, _ writer: inout JSONWriter) {
        writer.name("caused_by")
        writer.beginObject()
        self.writeParts(cause, &writer)
        if let by = cause.by { self.write(by, &writer) }
        writer.endObject()
    }
}
