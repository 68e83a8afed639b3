public import JSON

/// What a server answered.
public struct ClientResponse: Sendable {
    /// 200...999.
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    public var isSuccess: Bool { 200..<300 ~= self.status }

    /// The body as JSON.
    ///
    /// - Throws: ``ClientError/malformed(_:)``, with what came in its place.
    public func json() throws(ClientError) -> JSONValue {
        do throws(JSONError) {
            return try JSONParser.parse(self.body)
        } catch {
            let start = String(decoding: self.body.prefix(Self.excerptMax), as: UTF8.self)
            throw .malformed(
                "status \(self.status) with a body that is no JSON (\(error.message) at byte \(error.offset)): \(start)"
            )
        }
    }

    /// Why the request failed, in the server's words: `error.reason` of Elasticsearch's error shape, with the
    /// reasons that it was caused by and all validation errors; what the body begins with where it has none.
    public var reason: String {
        guard let value = try? JSONParser.parse(self.body), let error = value["error"] else {
            let start = String(decoding: self.body.prefix(Self.excerptMax), as: UTF8.self)
            return start.isEmpty ? "status \(self.status)" : "status \(self.status): \(start)"
        }
        if let text = error.string { return text }
        var reasons: [String] = []
        var cause: JSONValue? = error
        while let next = cause, reasons.count < Self.causesMax {
            if let reason = next["reason"]?.string, reasons.last != reason { reasons.append(reason) }
            cause = next["caused_by"]
        }
        return reasons.isEmpty ? "status \(self.status)" : reasons.joined(separator: ": ")
    }

    /// Bytes of a body that an error shows.
    private static let excerptMax = 200
    /// Causes behind causes that are told.
    private static let causesMax = 5
}
