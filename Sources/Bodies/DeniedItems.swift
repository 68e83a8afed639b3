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
        var error: ItemError
    }

    /// Which of its members `filter_path` lets stand.
    private struct Members: Sendable {
        var index: Bool
        var type: Bool
        var id: Bool
        var status: Bool
        var causeType: Bool
        var causeReason: Bool
        var errorType: Bool
        var errorReason: Bool

        var hasCause: Bool { self.causeType || self.causeReason }
        var hasError: Bool { self.hasCause || self.errorType || self.errorReason }

        init(_ api: API, _ style: ResponseStyle) {
            let isDocument = api != .multiSearch
            func isShown(_ path: String...) -> Bool { style.filter.includes([Self.array(api)] + path) }
            self.index = isDocument && isShown("_index")
            self.type = isDocument && style.hasTypes && isShown("_type")
            self.id = isDocument && isShown("_id")
            self.status = !isDocument && style.major >= 5 && isShown("status")
            self.causeType = isShown("error", "root_cause", "type")
            self.causeReason = isShown("error", "root_cause", "reason")
            self.errorType = isShown("error", "type")
            self.errorReason = isShown("error", "reason")
        }

        static func array(_ api: API) -> String { api == .multiSearch ? "responses" : "docs" }
    }

    private let api: API
    private let style: ResponseStyle
    private let members: Members
    private var denials: [Denial] = []

    /// Positions and reasons of the first `count`.
    public func first(_ count: Int) -> [(position: Int, reason: String)] {
        self.denials.prefix(count).map { (position: $0.position, reason: $0.error.reason) }
    }

    public init(_ api: API, style: ResponseStyle) {
        self.api = api
        self.style = style
        self.members = Members(api, style)
    }

    /// Adds a denied item; they come in the order of their positions.
    ///
    /// - Parameters:
    ///   - position: from 0, among all items of the request.
    ///   - index: as it was named, or the default of the path.
    public mutating func append(position: Int, item: BodyItem, index: [UInt8], error: ItemError) {
        let members = self.members
        guard members.index || members.type || members.id || members.status || members.hasError else {
            return
        }
        self.denials.append(
            Denial(position: position, index: index, type: item.type, id: item.id, error: error))
    }

    public var form: ResponseSplicer<Self>.Form {
        var form = ResponseSplicer<Self>.Form(member: self.api == .multiSearch ? "responses" : "docs")
        form.isPretty = self.style.isPretty
        // What every element of the upstream's has; `status` came to all with 6.0.
        form.isPositional =
            self.style.filter.isEmpty || self.members.index || self.members.id
            || self.members.status && self.style.major >= 6
        form.makesMember = true
        return form
    }

    /// The whole response where nothing was forwarded.
    public func response(took milliseconds: Int) -> [UInt8] {
        var upstream = "{"
        // `took` came with 6.0.
        if self.api == .multiSearch, self.style.major >= 6, self.style.filter.includes(["took"]) {
            upstream += "\"took\":\(milliseconds)"
        }
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
        if self.members.index { writer.member("_index", denial.index[...]) }
        if self.members.type { writer.member("_type", self.type(denial)) }
        if self.members.id { writer.member("_id", denial.id?[...]) }
        if self.members.hasError { self.error(denial.error, &writer) }
        if self.members.status { writer.member("status", denial.error.status) }
        writer.end()
    }

    /// In 7.x a type that isn't given is null in `_mget`, and `_doc` in `_mtermvectors`.
    private func type(_ denial: Denial) -> ArraySlice<UInt8>? {
        if let type = denial.type { return type[...] }
        return self.api == .multiTermVectors && self.style.major == 7 ? Array("_doc".utf8)[...] : nil
    }

    private func error(_ error: ItemError, _ writer: inout ElementWriter) {
        guard self.style.hasErrorObjects else {
            return writer.member("error", "\(error.oldName)[\(error.reason)]")
        }
        writer.name("error")
        writer.begin()
        if self.members.hasCause {
            writer.name("root_cause")
            writer.begin("[")
            writer.element()
            writer.begin()
            if self.members.causeType { writer.member("type", error.type) }
            if self.members.causeReason { writer.member("reason", error.reason) }
            writer.end()
            writer.end("]")
        }
        if self.members.errorType { writer.member("type", error.type) }
        if self.members.errorReason { writer.member("reason", error.reason) }
        writer.end()
    }
}

/// What an item that does not go on is answered with.
public struct ItemError: Sendable, Equatable {
    public var status: Int
    /// As Elasticsearch names it since 2.0: `security_exception`.
    public var type: String
    public var reason: String

    public init(status: Int, type: String, reason: String) {
        self.status = status
        self.type = type
        self.reason = reason
    }

    /// 403: the item may not be touched.
    public static func denied(_ reason: String) -> ItemError {
        ItemError(status: 403, type: "security_exception", reason: reason)
    }

    /// As 1.x names it: `SecurityException`.
    var oldName: String {
        self.type.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
