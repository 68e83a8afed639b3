public import Bytes
internal import JSON

/// The denied items of `_msearch`, `_mget` and `_mtermvectors` in the form of their responses.
public struct DeniedItems: SplicedItems {
    public enum API: Sendable {
        case multiSearch, multiGet, multiTermVectors
    }

    private struct Denial: Sendable {
        var position: Int
        var index: [UInt8]
        var type: [UInt8]?
        var id: [UInt8]?
        var reason: String
    }

    private let api: API
    private let style: ResponseStyle
    private var denials: [Denial] = []

    public init(_ api: API, style: ResponseStyle) {
        self.api = api
        self.style = style
    }

    /// Adds a denied item; they come in the order of their positions.
    ///
    /// - Parameters:
    ///   - position: from 0, among all items of the request.
    ///   - index: as it was named, or the default of the path.
    public mutating func append(position: Int, item: BodyItem, index: [UInt8], reason: String) {
        self.denials.append(
            Denial(position: position, index: index, type: item.type, id: item.id, reason: reason))
    }

    public var form: ResponseSplicer<Self>.Form {
        var form = ResponseSplicer<Self>.Form(member: self.api == .multiSearch ? "responses" : "docs")
        form.isPretty = self.style.isPretty
        form.makesMember = true
        return form
    }

    /// The whole response where nothing was forwarded.
    public func response(took milliseconds: Int) -> [UInt8] {
        var upstream = "{"
        // `took` came with 6.0.
        if self.api == .multiSearch, self.style.major >= 6 { upstream += "\"took\":\(milliseconds)" }
        upstream += self.style.isPretty ? "}\n" : "}"
        let output = ByteBuffer(capacity: 1024)
        var splicer = ResponseSplicer(items: self, form: self.form)
        splicer.splice(Array(upstream.utf8).span, into: output)
        return output.array
    }

    public var count: Int { self.denials.count }

    public func position(_ number: Int) -> Int { self.denials[number].position }

    public func append(_ number: Int, to output: ByteBuffer) {
        let denial = self.denials[number]
        var writer = ElementWriter(output, isPretty: self.style.isPretty)
        writer.begin()
        if self.api != .multiSearch {
            writer.member("_index", denial.index[...])
            if self.style.hasTypes { writer.member("_type", self.type(denial)) }
            writer.member("_id", denial.id?[...])
        }
        self.error(denial.reason, &writer)
        if self.api == .multiSearch, self.style.major >= 5 { writer.member("status", 403) }
        writer.end()
    }

    /// In 7.x a type that isn't given is null in `_mget`, and `_doc` in `_mtermvectors`.
    private func type(_ denial: Denial) -> ArraySlice<UInt8>? {
        if let type = denial.type { return type[...] }
        return self.api == .multiTermVectors && self.style.major == 7 ? Array("_doc".utf8)[...] : nil
    }

    private func error(_ reason: String, _ writer: inout ElementWriter) {
        guard self.style.hasErrorObjects else {
            return writer.member("error", "SecurityException[\(reason)]")
        }
        writer.name("error")
        writer.begin()
        writer.name("root_cause")
        writer.begin("[")
        writer.element()
        writer.begin()
        writer.member("type", "security_exception")
        writer.member("reason", reason)
        writer.end()
        writer.end("]")
        writer.member("type", "security_exception")
        writer.member("reason", reason)
        writer.end()
    }
}
