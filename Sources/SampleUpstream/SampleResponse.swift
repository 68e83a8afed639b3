internal import JSON

/// What the sample answers.
struct SampleResponse {
    var status = 200
    var contentType = "application/json; charset=UTF-8"
    var body: [UInt8]

    init(_ value: JSONValue) { self.init(200, value) }

    init(_ status: Int, _ value: JSONValue) {
        self.status = status
        self.body = Array(JSONWriter.text(value).utf8)
    }

    init(text: String) {
        self.contentType = "text/plain; charset=UTF-8"
        self.body = Array(text.utf8)
    }

    /// An error in Elasticsearch's shape.
    init(_ status: Int, error type: String, _ reason: String) {
        let cause = JSONValue.make(["type": .make(type), "reason": .make(reason)])
        let error = JSONValue.make([
            "root_cause": JSONValue(.array([cause])), "type": .make(type), "reason": .make(reason),
        ])
        self.init(status, .make(["error": error, "status": .make(status)]))
    }
}

extension JSONValue {
    static func make(_ text: String) -> JSONValue { JSONValue(.string(text)) }
    static func make(_ number: Int) -> JSONValue { JSONValue(.number("\(number)")) }
    static func make(_ flag: Bool) -> JSONValue { JSONValue(.bool(flag)) }
    static func make(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        JSONValue(.object(members.map { Member(name: $0.key, value: $0.value) }))
    }
}
