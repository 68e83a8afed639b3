internal import Authorize
internal import Elasticsearch
internal import JSON

/// The body of `PUT /_security/privilege`: privileges by application and name.
enum PrivilegeBody {
    private static let parser = ObjectParser(
        "application-privilege", ["application", "name", "actions", "metadata"])

    static func read(_ bytes: [UInt8]) throws(ErrorResponse) -> [StoredPrivilege] {
        guard !bytes.isEmpty else { throw .parse("request body is required") }
        var reader = JSONReader(bytes)
        try FieldReader.advance(&reader)
        guard reader.token == .beginObject else {
            throw .parse("expected object but found \(reader.token?.name ?? "null") instead")
        }
        var privileges: [StoredPrivilege] = []
        while try FieldReader.advance(&reader) == .name {
            let application = try FieldReader.text(&reader)
            try FieldReader.advance(&reader)
            try self.check(reader, application)
            while try FieldReader.advance(&reader) == .name {
                let name = try FieldReader.text(&reader)
                try FieldReader.advance(&reader)
                try self.check(reader, application)
                privileges.append(try self.privilege(application, name, &reader))
            }
        }
        try FieldReader.advance(&reader)
        return privileges
    }

    private static func check(_ reader: JSONReader, _ application: String) throws(ErrorResponse) {
        guard reader.token == .beginObject else {
            throw .parse(
                "expected the value for \(application) to be an object, but found"
                    + " \(reader.token?.name ?? "null") instead")
        }
    }

    private static func privilege(
        _ application: String, _ name: String, _ reader: inout JSONReader
    ) throws(ErrorResponse) -> StoredPrivilege {
        var privilege = StoredPrivilege(application: application, name: name, actions: [])
        var told = (application: application, name: name)
        try self.parser.parse(&reader) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "application": told.application = try self.parser.string(field, &reader)
            case "name": told.name = try self.parser.string(field, &reader)
            case "actions": privilege.actions = try self.parser.strings(field, &reader)
            default: privilege.metadata = JSONWriter.text(try self.parser.object(field, &reader))
            }
        }
        guard told.application == application else {
            throw .illegalArgument(
                "privilege application [\(told.application)] in source does not match the provided application"
                    + " [\(application)]")
        }
        guard told.name == name else {
            throw .illegalArgument(
                "privilege name [\(told.name)] in source does not match the provided name [\(name)]")
        }
        return privilege
    }

    static func complaints(_ privileges: [StoredPrivilege]) -> [String] {
        guard !privileges.isEmpty else { return ["At least one application privilege must be provided"] }
        return privileges.flatMap { privilege in
            var complaints: [String?] = [
                ApplicationName.problem(privilege.application, allowsWildcard: false),
                ApplicationRules.privilegeComplaint(privilege.name),
            ]
            if privilege.actions.isEmpty {
                complaints.append("Application privileges must have at least one action")
            }
            for action in privilege.actions {
                if !action.contains(where: { "/*:".contains($0) }) {
                    complaints.append("action [\(action)] must contain one of [ '/' , '*' , ':' ]")
                }
                complaints.append(ApplicationRules.privilegeOrActionComplaint(action))
            }
            if (try? JSONParser.parse(Array(privilege.metadata.utf8)))?.members?
                .contains(where: { $0.name.hasPrefix("_") }) == true
            {
                complaints.append(
                    "metadata keys may not start with [_] (in privilege \(privilege.application)"
                        + " \(privilege.name))")
            }
            return complaints.compactMap { $0 }
        }
    }
}
