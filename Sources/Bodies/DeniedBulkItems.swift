public import Bytes

/// The denied items of a bulk request in the form of its response:
/// `{"index":{"_index":"secret","_id":"1","status":403,"error":{"type":"security_exception","reason":R}}}`.
public struct DeniedBulkItems: SplicedItems {
    /// Which of its members `filter_path` lets stand, for each operation.
    private struct Members: Sendable {
        var index: Bool
        var type: Bool
        var id: Bool
        var status: Bool
        var errorType: Bool
        var errorReason: Bool

        var isEmpty: Bool { !self.isPositional && !self.type && !self.errorType && !self.errorReason }
        /// Whether what the upstream says of any item of that operation is more than nothing.
        var isPositional: Bool { self.index || self.id || self.status }

        init(_ operation: StaticString, _ filter: FilterPath) {
            let item = ["items", "\(operation)"]
            self.index = filter.includes(item + ["_index"])
            self.type = filter.includes(item + ["_type"])
            self.id = filter.includes(item + ["_id"])
            self.status = filter.includes(item + ["status"])
            self.errorType = filter.includes(item + ["error", "type"])
            self.errorReason = filter.includes(item + ["error", "reason"])
        }
    }

    private let denials: BulkDenials
    private let style: ResponseStyle
    private let members: [Members]
    /// The denials of which something is left to tell.
    private let shown: [Int]

    public init(_ denials: BulkDenials, style: ResponseStyle) {
        let members = BulkItem.Operation.allCases.map { Members(Self.name($0), style.filter) }
        self.denials = denials
        self.style = style
        self.members = members
        self.shown = denials.denials.indices.filter {
            !members[Int(Self.shownOperation(denials.denials[$0], style).rawValue)].isEmpty
        }
    }

    /// How the response to the forwarded items is filled up.
    public var form: ResponseSplicer<Self>.Form {
        var form = ResponseSplicer<Self>.Form(member: "items", flag: "errors")
        form.isPretty = self.style.isPretty
        form.isPositional = self.members.allSatisfy(\.isPositional)
        form.makesMember = true
        return form
    }

    /// The whole response where nothing was forwarded.
    public func response(took milliseconds: Int) -> [UInt8] {
        var upstream = "{"
        let members = [("took", "\(milliseconds)"), ("errors", "true")].filter {
            self.style.filter.includes([$0.0])
        }
        for (name, value) in self.style.major < 8 ? members : members.reversed() {
            upstream += "\(upstream.count > 1 ? "," : "")\"\(name)\":\(value)"
        }
        upstream += self.style.isPretty ? "}\n" : "}"
        let output = ByteBuffer(capacity: 1024)
        var splicer = ResponseSplicer(items: self, form: self.form)
        splicer.splice(Array(upstream.utf8).span, into: output)
        return output.array
    }

    // MARK: Elements

    public var count: Int { self.shown.count }

    public func position(_ number: Int) -> Int { self.denials.denials[self.shown[number]].position }

    public func append(_ number: Int, to output: ByteBuffer) {
        let denial = self.denials.denials[self.shown[number]]
        let operation = Self.shownOperation(denial, self.style)
        let members = self.members[Int(operation.rawValue)]
        var writer = ElementWriter(output, isPretty: self.style.isPretty)
        writer.begin()
        writer.name(Self.name(operation))
        writer.begin()
        if members.index { writer.member("_index", self.denials.bytes[denial.index]) }
        if self.style.hasTypes, members.type {
            writer.member("_type", denial.type.map { self.denials.bytes[$0] } ?? Self.defaultType[...])
        }
        if members.id { writer.member("_id", denial.id.map { self.denials.bytes[$0] }) }
        if members.status { writer.member("status", denial.isLimited ? 429 : 403) }
        let reason = self.denials.reasons[denial.reason]
        if members.errorType || members.errorReason {
            if self.style.hasErrorObjects {
                writer.name("error")
                writer.begin()
                if members.errorType {
                    writer.member(
                        "type", denial.isLimited ? "es_rejected_execution_exception" : "security_exception")
                }
                if members.errorReason { writer.member("reason", reason) }
                writer.end()
            } else {
                let type = denial.isLimited ? "EsRejectedExecutionException" : "SecurityException"
                writer.member("error", "\(type)[\(reason)]")
            }
        }
        writer.end()
        writer.end()
    }

    /// What an item without a type has in 7.x.
    private static let defaultType = Array("_doc".utf8)

    private static func name(_ operation: BulkItem.Operation) -> StaticString {
        switch operation {
        case .index: "index"
        case .create: "create"
        case .update: "update"
        case .delete: "delete"
        }
    }

    private static func shownOperation(
        _ denial: BulkDenials.Denial, _ style: ResponseStyle
    ) -> BulkItem.Operation {
        denial.operation == .index && denial.id == nil && style.createsWithoutID ? .create : denial.operation
    }
}
