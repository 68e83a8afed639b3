internal import JSON

/// A privilege that an application such as Kibana has declared.
struct StoredPrivilege: Sendable, Equatable {
    var application: String
    var name: String
    var actions: [String]
    /// A JSON object.
    var metadata: String

    /// Under which it is stored: names of applications have no colon.
    var key: String { Self.key(self.application, self.name) }
    static func key(_ application: String, _ name: String) -> String { "\(application):\(name)" }

    init(application: String, name: String, actions: [String], metadata: String = "{}") {
        self.application = application
        self.name = name
        self.actions = actions
        self.metadata = metadata
    }

    /// - Returns: nil for a text that no privilege was written as.
    init?(text: String) {
        guard let value = try? JSONParser.parse(Array(text.utf8)),
            let application = value["application"]?.string, let name = value["name"]?.string,
            let actions = value["actions"]?.elements, let metadata = value["metadata"]
        else { return nil }
        self.application = application
        self.name = name
        self.actions = actions.compactMap(\.string)
        self.metadata = JSONWriter.text(metadata)
    }

    /// The form that is stored and told back.
    var text: String {
        var writer = JSONWriter()
        self.write(&writer)
        return writer.text
    }

    func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("application")
        writer.string(self.application)
        writer.name("name")
        writer.string(self.name)
        writer.name("actions")
        writer.beginArray()
        for action in self.actions { writer.string(action) }
        writer.endArray()
        writer.name("metadata")
        writer.stored(self.metadata)
        writer.endObject()
    }
}
