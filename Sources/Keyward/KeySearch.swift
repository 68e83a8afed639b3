internal import Client
internal import Commands
internal import EventLoop
internal import HTTP
internal import JSON

/// Keys that options describe, page by page.
struct KeySearch {
    /// Keys of a page.
    private static let pageSize = 1000

    private let session: Session
    private var conditions: [JSONValue] = []

    /// - Parameter name: a pattern with `*` and `?`.
    init(_ session: Session, name: String?) throws(CommandFailure) {
        self.session = session
        let arguments = session.arguments
        if let name {
            self.conditions.append(
                Self.object("wildcard", Self.object("name", Self.object("value", JSONValue(.string(name))))))
        }
        if let owner = arguments[.owner] { self.term("username", JSONValue(.string(owner))) }
        if let realm = arguments[.realm] { self.term("realm_name", JSONValue(.string(realm))) }
        if arguments.has(.mine) { try self.limitToCaller() }
    }

    init(_ session: Session, ids: [String]) {
        self.session = session
        self.limit(toIDs: ids)
    }

    /// - Parameter state: `active`, `expired`, `invalidated` or `all`.
    mutating func limit(toState state: String) {
        let now = JSONValue(.number("\(Clock.wall)"))
        switch state {
        case "active":
            self.term("invalidated", JSONValue(.bool(false)))
            let expired = Self.range("expiration", [("lte", now)])
            self.conditions.append(Self.object("bool", Self.object("must_not", expired)))
        case "expired":
            self.term("invalidated", JSONValue(.bool(false)))
            self.conditions.append(Self.range("expiration", [("lte", now)]))
        case "invalidated": self.term("invalidated", JSONValue(.bool(true)))
        default: break
        }
    }

    /// Keys that expire within `milliseconds`.
    mutating func limit(toExpiringWithin milliseconds: Int64) {
        self.conditions.append(
            Self.range("expiration", [("lte", JSONValue(.number("\(Clock.wall + milliseconds)")))]))
    }

    private mutating func limitToCaller() throws(CommandFailure) {
        let who = try self.session.ask(ClientRequest(.get, ["_security", "_authenticate"]))
        if let id = who["api_key"]?["id"]?.string {
            self.limit(toIDs: [id])
        } else {
            self.term(
                "username", JSONValue(.string(try self.session.member("username", of: who) { $0.string })))
            let realm = try self.session.member("authentication_realm", of: who) { $0["name"]?.string }
            self.term("realm_name", JSONValue(.string(realm)))
        }
    }

    mutating func limit(toIDs ids: [String]) {
        let values = JSONValue(.array(ids.map { JSONValue(.string($0)) }))
        self.conditions.append(Self.object("ids", Self.object("values", values)))
    }

    func count() throws(CommandFailure) -> Int {
        let answer = try self.ask(self.conditions, from: 0, size: 0)
        return try self.session.member("total", of: answer) { $0.integer }
    }

    /// Calls `body` for each key, in the order in which they were made, until it returns false.
    ///
    /// A page begins at the last key's time of making, behind the keys of that time that have been told: that holds
    /// while keys are made and ended in between.
    func forEach(_ body: (JSONValue) throws(CommandFailure) -> Bool) throws(CommandFailure) {
        let progress = Progress("keys read")
        defer { progress.end() }
        var (last, told, done) = (Int64.min, 0, 0)
        var total: Int?
        while true {
            var conditions = self.conditions
            if last > .min {
                conditions.append(Self.range("creation", [("gte", JSONValue(.number("\(last)")))]))
            }
            let answer = try self.ask(conditions, from: told, size: Self.pageSize)
            let keys = try self.session.member("api_keys", of: answer) { $0.elements }
            if total == nil { total = answer["total"]?.integer }
            for key in keys {
                guard try body(key) else { return }
                let creation = Int64(key["creation"]?.integer ?? 0)
                told = creation == last ? told + 1 : 1
                last = creation
            }
            done += keys.count
            guard keys.count == Self.pageSize else { return }
            progress.show(done, of: total ?? done)
        }
    }

    private func ask(_ conditions: [JSONValue], from: Int, size: Int) throws(CommandFailure) -> JSONValue {
        var members = [
            JSONValue.Member(name: "from", value: JSONValue(.number("\(from)"))),
            .init(name: "size", value: JSONValue(.number("\(size)"))),
            .init(name: "sort", value: JSONValue(.array([JSONValue(.string("creation"))]))),
        ]
        if !conditions.isEmpty {
            let query = Self.object("bool", Self.object("filter", JSONValue(.array(conditions))))
            members.append(.init(name: "query", value: query))
        }
        return try self.session.ask(
            ClientRequest(
                .post, ["_security", "_query", "api_key"], body: Session.body(members), isRepeatable: true))
    }

    private mutating func term(_ field: String, _ value: JSONValue) {
        self.conditions.append(Self.object("term", Self.object(field, value)))
    }

    private static func range(_ field: String, _ bounds: [(String, JSONValue)]) -> JSONValue {
        let bounds = bounds.map { JSONValue.Member(name: $0.0, value: $0.1) }
        return self.object("range", self.object(field, JSONValue(.object(bounds))))
    }

    private static func object(_ name: String, _ value: JSONValue) -> JSONValue {
        JSONValue(.object([.init(name: name, value: value)]))
    }
}
