internal import Elasticsearch
internal import HTTP
internal import JSON

/// `GET /_keyward/openapi.json`: the proxy's own routes in OpenAPI 3.1, made from the routes themselves.
enum OpenAPIDocument {
    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "openapi.json"], methods: [.get],
            documentation: RouteDocumentation("This document", response: nil),
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { _, completion in
                        completion(.success(SecurityResponse(body: self.document(router.routes))))
                    })
            })
    }

    static func document(_ routes: [SecurityRoute]) -> [UInt8] {
        let own = routes.filter { $0.path.first == "_keyward" }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("openapi", "3.1.0")
        writer.name("info")
        writer.beginObject()
        writer.member("title", "Keyward")
        writer.member("version", "1")
        writer.member(
            "description",
            "What the proxy has beside Elasticsearch's own API. Errors have Elasticsearch's shape.")
        writer.endObject()
        writer.name("paths")
        writer.beginObject()
        for path in Set(own.map(\.path)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            writer.name("/" + path.joined(separator: "/"))
            writer.beginObject()
            for route in own where route.path == path { self.write(route, &writer) }
            writer.endObject()
        }
        writer.endObject()
        self.writeSecurity(&writer)
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ route: SecurityRoute, _ writer: inout JSONWriter) {
        let documentation = route.documentation ?? RouteDocumentation("", response: nil)
        for method in route.methods {
            writer.name("\(method.text)".lowercased())
            writer.beginObject()
            writer.member("summary", documentation.summary)
            if !documentation.details.isEmpty { writer.member("description", documentation.details) }
            self.writeParameters(route, documentation, &writer)
            if let request = documentation.request {
                writer.name("requestBody")
                writer.beginObject()
                self.writeContent(request, &writer)
                writer.endObject()
            }
            writer.name("responses")
            writer.beginObject()
            writer.name("200")
            writer.beginObject()
            writer.member("description", "done")
            self.writeContent(documentation.response ?? "{\"type\":\"object\"}", &writer)
            writer.endObject()
            writer.endObject()
            writer.endObject()
        }
    }

    private static func writeParameters(
        _ route: SecurityRoute, _ documentation: RouteDocumentation, _ writer: inout JSONWriter
    ) {
        let inPath = route.path.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        guard !inPath.isEmpty || !route.parameters.isEmpty else { return }
        writer.name("parameters")
        writer.beginArray()
        for (place, names) in [("path", inPath), ("query", route.parameters)] {
            for name in names {
                writer.beginObject()
                writer.member("name", name)
                writer.member("in", place)
                writer.member("required", place == "path")
                writer.member("description", documentation.parameters[name] ?? "")
                writer.name("schema")
                writer.beginObject()
                writer.member("type", "string")
                writer.endObject()
                writer.endObject()
            }
        }
        writer.endArray()
    }

    private static func writeContent(_ schema: String, _ writer: inout JSONWriter) {
        writer.name("content")
        writer.beginObject()
        writer.name("application/json")
        writer.beginObject()
        writer.name("schema")
        writer.stored(schema)
        writer.endObject()
        writer.endObject()
    }

    private static func writeSecurity(_ writer: inout JSONWriter) {
        writer.name("components")
        writer.beginObject()
        writer.name("securitySchemes")
        writer.beginObject()
        writer.name("password")
        writer.beginObject()
        writer.member("type", "http")
        writer.member("scheme", "basic")
        writer.endObject()
        writer.name("key")
        writer.beginObject()
        writer.member("type", "apiKey")
        writer.member("in", "header")
        writer.member("name", "Authorization")
        writer.endObject()
        writer.endObject()
        writer.endObject()
        writer.name("security")
        writer.beginArray()
        for scheme in ["password", "key"] {
            writer.beginObject()
            writer.strings(scheme, [])
            writer.endObject()
        }
        writer.endArray()
    }
}
