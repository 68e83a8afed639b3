public import Elasticsearch
internal import JSON

/// What the proxy answers by itself.
public struct SecurityResponse: Sendable {
    public var status: Int
    public var headers: [(String, String)] = []
    public var body: [UInt8]
    /// What the request took the right to do; nil where it was not understood, or takes none.
    public var action: Action?

    init(status: Int = 200, body: [UInt8]) {
        self.status = status
        self.body = body
        // Official clients refuse an answer without it.
        self.headers.append(("X-elastic-product", "Elasticsearch"))
    }

    init(_ error: ErrorResponse) {
        self.status = error.status
        self.body = error.body()
        self.headers = error.headers
        // The authentication and authorization stages carry none.
        if error.status != 401, error.status != 403 {
            self.headers.append(("X-elastic-product", "Elasticsearch"))
        }
    }

    /// An object, written by `write`.
    static func object(_ status: Int = 200, _ write: (inout JSONWriter) -> Void) -> SecurityResponse {
        var writer = JSONWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return SecurityResponse(status: status, body: writer.bytes)
    }

    /// The response in the shape that the request asked for: `filter_path`, `pretty`, the media type.
    func shaped(for request: SecurityRequest, mediaType: String) -> SecurityResponse {
        var shaped = self
        let filter = request.parameter("filter_path").map { FilterPath($0) }
        let isPretty = (try? request.flag("pretty")) ?? false
        if !self.body.isEmpty, filter != nil || isPretty, var value = try? JSONParser.parse(self.body) {
            if let filter { value = filter.apply(value) }
            var writer = JSONWriter(pretty: isPretty)
            writer.value(value)
            shaped.body = writer.bytes
        }
        if !shaped.headers.contains(where: { $0.0 == "content-type" }) {
            shaped.headers.append(("content-type", mediaType))
        }
        return shaped
    }
}
