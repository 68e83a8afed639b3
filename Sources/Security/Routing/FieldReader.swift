internal import Elasticsearch
internal import JSON

/// Reads an object of a request as Elasticsearch's older parsers do: faults are told without a place.
struct FieldReader {
    /// What the object is, e.g. `add user request`.
    let what: String

    /// Calls `read` with each field, the reader at its value.
    func parse(
        _ bytes: [UInt8], _ read: (String, inout JSONReader) throws(ErrorResponse) -> Void
    ) throws(ErrorResponse) {
        guard !bytes.isEmpty else { throw .parse("request body is required") }
        var reader = JSONReader(bytes)
        try Self.advance(&reader)
        guard reader.token == .beginObject else {
            throw .parse("expected an object, but found token [\(reader.token?.name ?? "null")]")
        }
        while try Self.advance(&reader) == .name {
            let field = try Self.text(&reader)
            try Self.advance(&reader)
            try read(field, &reader)
        }
        try Self.advance(&reader)
    }

    func unexpected(_ field: String) -> ErrorResponse {
        .parse("failed to parse \(self.what). unexpected field [\(field)]")
    }

    private func wrongType(_ field: String, _ type: String, _ reader: JSONReader) -> ErrorResponse {
        .parse(
            "expected field [\(field)] to be of type \(type), but found [\(reader.token?.name ?? "null")] instead"
        )
    }

    func string(_ field: String, _ reader: inout JSONReader) throws(ErrorResponse) -> String {
        guard reader.token == .string else { throw self.wrongType(field, "string", reader) }
        return try Self.text(&reader)
    }

    func optionalString(_ field: String, _ reader: inout JSONReader) throws(ErrorResponse) -> String? {
        reader.token == .null ? nil : try self.string(field, &reader)
    }

    func bool(_ field: String, _ reader: inout JSONReader) throws(ErrorResponse) -> Bool {
        guard case .bool(let bool) = reader.token else { throw self.wrongType(field, "boolean", reader) }
        return bool
    }

    func object(_ field: String, _ reader: inout JSONReader) throws(ErrorResponse) -> JSONValue {
        guard reader.token == .beginObject else { throw self.wrongType(field, "object", reader) }
        return try Self.value(&reader)
    }

    /// A list of texts, or texts in one with commas between.
    func strings(_ field: String, _ reader: inout JSONReader) throws(ErrorResponse) -> [String] {
        if reader.token == .string {
            return try Self.text(&reader).split(separator: ",").map(String.init)
        }
        guard reader.token == .beginArray else {
            let found = reader.token == .null ? "null" : "[\(reader.token?.name ?? "null")]"
            throw .parse(
                "could not parse [\(field)] field. expected a string array but found \(found) value instead")
        }
        var strings: [String] = []
        while true {
            switch try Self.advance(&reader) {
            case .endArray: return strings
            case .string: strings.append(try Self.text(&reader))
            case let token:
                throw .parse(
                    "could not parse [null] field. expected a string array but one of the value in the array is"
                        + " [\(token?.name ?? "null")]")
            }
        }
    }

    // MARK: Reader

    @discardableResult
    static func advance(_ reader: inout JSONReader) throws(ErrorResponse) -> JSONReader.Token? {
        do throws(JSONError) {
            return try reader.next()
        } catch {
            throw self.error(error, reader)
        }
    }

    static func text(_ reader: inout JSONReader) throws(ErrorResponse) -> String {
        do throws(JSONError) {
            return try reader.text()
        } catch {
            throw self.error(error, reader)
        }
    }

    static func value(_ reader: inout JSONReader) throws(ErrorResponse) -> JSONValue {
        do throws(JSONError) {
            return try reader.value()
        } catch {
            throw self.error(error, reader)
        }
    }

    /// What went wrong while something was read with an ``ObjectParser``'s tools.
    static func error(_ fault: ObjectParser.Fault, _ reader: JSONReader) -> ErrorResponse {
        switch fault {
        case .whole(let error): return error
        case .json(let error): return self.error(error, reader)
        case .inner(let cause):
            return ErrorResponse(
                status: 400, type: cause.type, reason: cause.reason, causedBy: cause.by)
        }
    }

    /// A text that ends too early has an error of its own here.
    private static func error(_ error: JSONError, _ reader: JSONReader) -> ErrorResponse {
        guard error.isEnd else { return .json(error, in: reader.bytes) }
        let (line, column) = JSONParser.position(error.offset, in: reader.bytes)
        return ErrorResponse(
            status: 400, type: "x_content_e_o_f_exception",
            reason: "[\(line):\(column)] Unexpected end of file",
            causedBy: .cause(type: "json_e_o_f_exception", reason: error.text(in: reader.bytes)))
    }
}
