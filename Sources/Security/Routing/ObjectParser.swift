internal import Elasticsearch
internal import JSON

/// Reads an object of a request field by field and reports faults as Elasticsearch's parsers of that name do:
/// the first one in the order of the text, as `[line:column] [parser] ...`.
struct ObjectParser {
    /// What went wrong inside a field.
    enum Fault: Error {
        /// Told as it is.
        case whole(ErrorResponse)
        /// Told as the cause of `failed to parse field [...]`.
        case inner(ErrorResponse.Cause)
        /// The text is no JSON there.
        case json(JSONError)
    }

    /// Elasticsearch's name of the parser.
    let name: String
    let fields: [String]

    init(_ name: String, _ fields: [String]) {
        self.name = name
        self.fields = fields
    }

    /// Reads a request's content, which must be one object.
    func parse(
        _ bytes: [UInt8], _ read: (String, inout JSONReader) throws(Fault) -> Void
    ) throws(ErrorResponse) {
        guard !bytes.isEmpty else { throw .parse("request body is required") }
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            try reader.next()
        } catch {
            throw .json(error, in: bytes)
        }
        guard let token = reader.token else { throw .parse("request body is required") }
        guard token == .beginObject else {
            throw .contentParse(
                "\(Self.place(reader)) [\(self.name)] Expected START_OBJECT but was: \(token.name)")
        }
        try self.parse(&reader, read)
        do throws(JSONError) {
            try reader.next()
        } catch {
            throw .json(error, in: bytes)
        }
    }

    /// Reads the object at whose first bracket `reader` stands; leaves it at the last.
    func parse(
        _ reader: inout JSONReader, _ read: (String, inout JSONReader) throws(Fault) -> Void
    ) throws(ErrorResponse) {
        while true {
            let field: String
            let place: String
            do throws(JSONError) {
                guard try reader.next() == .name else { return }
                field = try reader.text()
                place = Self.place(reader)
                try reader.next()
            } catch {
                throw .json(error, in: reader.bytes)
            }
            guard self.fields.contains(field) else {
                throw .contentParse(
                    "\(place) [\(self.name)] unknown field [\(field)]" + Suggestion.fields(field, self.fields)
                )
            }
            do throws(Fault) {
                try read(field, &reader)
            } catch {
                throw self.error(error, field, reader)
            }
        }
    }

    private func error(_ fault: Fault, _ field: String, _ reader: JSONReader) -> ErrorResponse {
        let cause: ErrorResponse.Cause
        switch fault {
        case .whole(let error): return error
        case .inner(let inner): cause = inner
        case .json(let error): cause = ErrorResponse.jsonCause(error, in: reader.bytes)
        }
        return .contentParse(
            "\(Self.place(reader)) [\(self.name)] failed to parse field [\(field)]", causedBy: cause)
    }

    // MARK: Fields

    /// A text; nothing else is taken for one.
    func string(_ field: String, _ reader: inout JSONReader) throws(Fault) -> String {
        guard reader.token == .string else { throw self.wrongType(field, reader) }
        return try Self.text(&reader)
    }

    /// A text or null.
    func optionalString(_ field: String, _ reader: inout JSONReader) throws(Fault) -> String? {
        reader.token == .null ? nil : try self.string(field, &reader)
    }

    /// `true` or `false`, also as a text.
    func bool(_ field: String, _ reader: inout JSONReader) throws(Fault) -> Bool {
        if case .bool(let bool) = reader.token { return bool }
        guard reader.token == .string else { throw self.wrongType(field, reader) }
        switch try Self.text(&reader) {
        case "true": return true
        case "false": return false
        case let text:
            throw .inner(
                .cause(
                    type: "illegal_argument_exception",
                    reason: "Failed to parse value [\(text)] as only [true] or [false] are allowed."))
        }
    }

    /// A whole number, also as a text.
    func integer(_ field: String, _ reader: inout JSONReader) throws(Fault) -> Int {
        guard reader.token == .number || reader.token == .string else { throw self.wrongType(field, reader) }
        let text = try Self.text(&reader)
        if let value = Int32(text) { return Int(value) }
        // A fraction is cut off.
        if let value = Double(text), let whole = Int32(exactly: value.rounded(.towardZero)) {
            return Int(whole)
        }
        let reason = "For input string: \"\(text)\""
        throw .inner(.cause(type: "number_format_exception", reason: reason))
    }

    /// A list of texts, or one text. Numbers and words count as texts inside a list.
    func strings(_ field: String, _ reader: inout JSONReader) throws(Fault) -> [String] {
        if reader.token == .string { return [try Self.text(&reader)] }
        guard reader.token == .beginArray else { throw self.wrongType(field, reader) }
        var strings: [String] = []
        while true {
            switch try Self.advance(&reader) {
            case .endArray: return strings
            case .string, .number, .bool: strings.append(try Self.text(&reader))
            case .null:
                let (line, column) = JSONParser.position(reader.start, in: reader.bytes)
                throw .inner(
                    .cause(
                        type: "illegal_argument_exception",
                        reason: "Expected text at \(line):\(column) but found VALUE_NULL"))
            case let token:
                throw .inner(
                    .cause(
                        type: "illegal_state_exception",
                        reason: "expected value but got [\(token?.name ?? "null")]"))
            }
        }
    }

    /// An object in whole.
    func object(_ field: String, _ reader: inout JSONReader) throws(Fault) -> JSONValue {
        guard reader.token == .beginObject else { throw self.wrongType(field, reader) }
        do throws(JSONError) {
            return try reader.value()
        } catch {
            throw .json(error)
        }
    }

    func wrongType(_ field: String, _ reader: JSONReader) -> Fault {
        .whole(
            .contentParse(
                "\(Self.place(reader)) [\(self.name)] \(field) doesn't support values of type:"
                    + " \(reader.token?.name ?? "null")"))
    }

    /// Something could not be made of fields that were understood one by one.
    func failedToBuild(_ cause: ErrorResponse.Cause) -> ErrorResponse {
        .contentParse("Failed to build [\(self.name)] after last required field arrived", causedBy: cause)
    }

    // MARK: Reader

    static func place(_ reader: JSONReader) -> String {
        let (line, column) = JSONParser.position(reader.start, in: reader.bytes)
        return "[\(line):\(column)]"
    }

    static func text(_ reader: inout JSONReader) throws(Fault) -> String {
        do throws(JSONError) {
            return try reader.text()
        } catch {
            throw .json(error)
        }
    }

    @discardableResult
    static func advance(_ reader: inout JSONReader) throws(Fault) -> JSONReader.Token? {
        do throws(JSONError) {
            return try reader.next()
        } catch {
            throw .json(error)
        }
    }
}
