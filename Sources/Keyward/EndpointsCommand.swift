internal import Classify
internal import Commands
internal import JSON

/// `keyward endpoints`: what is known of a release's routes. A request to any other is refused but to whom nothing
/// is denied.
enum EndpointsCommand {
    static func run(_ arguments: Arguments) -> Int32 {
        guard let release = arguments[.release].flatMap(self.release) else {
            Console.complain("keyward endpoints: --release must be like 7.17 or opensearch-2.19")
            return 2
        }
        let endpoints = EndpointTable(release: release).all
        if arguments.has(.json) {
            print(self.json(endpoints))
        } else {
            for endpoint in endpoints {
                let checks = endpoint.checks.map { "\($0.action)" }.joined(separator: " ")
                print("\(endpoint.methods.text)\t\(endpoint.template)\t\(endpoint.api)\t\(checks)")
            }
        }
        return 0
    }

    private static func release(_ text: String) -> Release? {
        let isOpenSearch = text.hasPrefix("opensearch-")
        let parts = text.drop { !$0.isNumber }.split(separator: ".").map { Int($0) }
        guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return nil }
        return Release(isOpenSearch ? .opensearch : .elasticsearch, major, minor)
    }

    private static func json(_ endpoints: [Endpoint]) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for endpoint in endpoints {
            writer.beginObject()
            writer.name("api")
            writer.string(endpoint.api)
            writer.name("template")
            writer.string(endpoint.template)
            writer.name("methods")
            writer.beginArray()
            for method in endpoint.methods.text.split(separator: ", ") { writer.string(String(method)) }
            writer.endArray()
            writer.name("actions")
            writer.beginArray()
            for check in endpoint.checks { writer.string("\(check.action)") }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        return writer.text
    }
}
