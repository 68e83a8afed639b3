internal import Elasticsearch
internal import JSON

/// Reads the fields of a request's JSON object and reports faults as Elasticsearch's object parsers do:
/// `[line:column] [parser] ...`.
struct BodyReader {
    let parser: String
    let bytes: [UInt8]
    let members: [JSONValue.Member]

    /// - Parameters:
    ///   - parser: Elasticsearch's name of the parser.
    ///   - known: fields that the object may have.
    init(_ bytes: [UInt8], parser: String, known: [String]) throws(ErrorResponse) {
        self.parser = parser
        self.bytes = bytes
        guard !bytes.isEmpty else { throw .parse("request body is required") }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(bytes)
        } catch {
            let (line, column) = JSONParser.position(error.offset, in: bytes)
            throw .contentParse("[\(line):\(column)] \(error.message)")
        }
        guard let members = value.members else {
            throw .contentParse("[1:1] [\(parser)] Expected START_OBJECT but was: \(value.tokenName)")
        }
        self.members = members
        for member in members where !known.contains(member.name) {
            throw .contentParse(
                "\(self.place(member.start)) unknown field [\(member.name)]\(Self.hint(member.name, known))")
        }
    }

    func place(_ offset: Int) -> String { "\(self.position(offset)) [\(self.parser)]" }

    func position(_ offset: Int) -> String {
        let (line, column) = JSONParser.position(offset, in: self.bytes)
        return "[\(line):\(column)]"
    }

    subscript(name: String) -> JSONValue? { self.members.first { $0.name == name }?.value }

    func string(_ name: String) throws(ErrorResponse) -> String? {
        guard let value = self[name] else { return nil }
        guard let string = value.string else { throw self.wrongType(name, value) }
        return string
    }

    func bool(_ name: String) throws(ErrorResponse) -> Bool? {
        guard let value = self[name] else { return nil }
        if let bool = value.bool { return bool }
        if value.string == "true" { return true }
        if value.string == "false" { return false }
        throw self.wrongType(name, value)
    }

    /// An array of texts, or one text.
    func strings(_ name: String) throws(ErrorResponse) -> [String]? {
        guard let value = self[name] else { return nil }
        if let string = value.string { return [string] }
        guard let elements = value.elements else { throw self.wrongType(name, value) }
        var strings: [String] = []
        for element in elements {
            guard let string = element.string else { throw self.wrongType(name, element) }
            strings.append(string)
        }
        return strings
    }

    func wrongType(_ name: String, _ value: JSONValue) -> ErrorResponse {
        .contentParse("\(self.place(value.start)) \(name) doesn't support values of type: \(value.tokenName)")
    }

    /// Something inside the object could not be made.
    func failedToBuild(_ cause: ErrorResponse.Cause) -> ErrorResponse {
        .contentParse("Failed to build [\(self.parser)] after last required field arrived", causedBy: cause)
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        let near = known.filter { $0.hasPrefix(name) || name.hasPrefix($0) }.sorted()
        return near.isEmpty
            ? ""
            : near.count == 1
                ? " did you mean [\(near[0])]?" : " did you mean any of [\(near.joined(separator: ", "))]?"
    }
}
