internal import Authorize
internal import Classify
internal import Cursors
public import Elasticsearch
public import HTTP
public import Resolve

extension Judge {
    /// The reason of a 403 in Elasticsearch's words.
    ///
    /// - Parameters:
    ///   - names: that were denied; nil where the action's name alone was looked at.
    ///   - beside: names of the same request that the action is granted on.
    ///   - catalogue: tells what stands behind aliases, which Elasticsearch lists too up to 7.
    public func denial(
        _ action: Action, _ names: [String]?, beside: [String] = [], _ requester: Requester,
        catalogue: IndexCatalogue?
    ) -> String {
        func targets(_ name: String) -> [String] {
            guard self.speaksAs7, let entry = catalogue?[name], entry.kind == .alias else { return [] }
            return entry.targets
        }
        let denied = names.map { names in
            let granted = Set(beside.flatMap { [$0] + targets($0) })
            return names + names.flatMap(targets).filter { !granted.contains($0) }
        }
        return Denial(requester.subject, action, indices: denied).reason(self.privileges)
    }

    /// What a request asks for, as a refusal names it that comes before it is judged; nil: not known.
    public func action(_ method: Method, _ target: RequestTarget) -> Action? {
        guard case .endpoint(let request) = self.table.match(method, target) else { return nil }
        return request.endpoint.checks.first?.action
    }

    /// Whether denials are those of 7 and before.
    var speaksAs7: Bool { self.privileges.edition == .v7 }

    static let bulkAction = Action("indices:data/write/bulk")

    /// What writing to a name that is not there needs besides. Up to 7.8 Elasticsearch knows no other action than that of making an
    /// index; privileges are those of later releases here, and `auto_configure` is for just that.
    static let autoCreate = Action("indices:admin/auto_create")
    /// What making an index needs in any other way.
    static let createIndex = Action("indices:admin/create")

    /// Whether the removal of a document makes the index that it is not in. Since Elasticsearch 6 only where the
    /// document's version is given from outside: that is kept for those who come late.
    var makesIndicesByDeleting: Bool { self.release.product == .elasticsearch && self.release.major < 6 }

    /// Whether the path of a document has its type.
    var hasTypes: Bool { self.release.major < (self.release.product == .opensearch ? 2 : 8) }

    /// Whether a path of a document with its type is known to who asks for the former API. Any type will do: it is
    /// dropped, and the document written.
    var dropsTypesOfFormer: Bool { self.release.product == .elasticsearch && self.release.major == 8 }

    /// Whether what is filled into a template is escaped as a part of a JSON text, as long as nothing else is asked for.
    var escapesTemplates: Bool { self.release.product == .opensearch || self.release.major >= 5 }

    static let writeDocument = [
        Action("indices:data/write/bulk[s]"), Action("indices:data/write/index:op_type/index"),
    ].compactMap { $0 }

    /// Groovy, MVEL and native scripts, of the releases before 5.0, are not kept in.
    var hasOpenScripts: Bool { self.release.product == .elasticsearch && self.release.major < 5 }

    /// Whether a document that only comes along, to be percolated or to be compared with, is mapped.
    var mapsWhatComesAlong: Bool { self.hasOpenScripts }

    /// A pipeline may send a document to any index, and the proxy does not see it: only who may write to all of them
    /// may use one.
    ///
    /// - Returns: nil when it may be used.
    func pipelineDenial(_ name: String, _ requester: Requester) -> String? {
        guard name != "_none", let write = Self.bulkAction, !requester.privileges.allowsEverywhere(write)
        else {
            return nil
        }
        return
            "pipeline [\(name)] may write to other indices than the request names: it can be used by those who may"
            + " write to all"
    }

    /// A search pipeline may add to a query what looks up documents of any index, and the proxy does not see it: only
    /// who may read all of them may use one. It writes nothing.
    ///
    /// - Returns: nil when it may be used.
    func searchPipelineDenial(_ name: String, _ requester: Requester) -> String? {
        let isGranted = Self.readDocument.allSatisfy { requester.privileges.allowsEverywhere($0) }
        guard name != "_none", !isGranted else { return nil }
        return
            "search pipeline [\(name)] may read other indices than the request names: it can be used by those who may"
            + " read all"
    }

    private static let readDocument = [
        Action("indices:data/read/get"), Action("indices:data/read/search"),
    ].compactMap { $0 }

    /// Documents of the type `.percolator` are queries: up to Elasticsearch 5.
    var hasPercolatorType: Bool { self.release.product == .elasticsearch && self.release.major < 6 }

    private static let get = Action("indices:data/read/get")

    /// A document of the type `.percolator` is a query. What it looks up in other indices becomes
    /// part of it, and the proxy does not see it: only who may read all of them may write one.
    ///
    /// - Returns: nil when it may be written.
    func percolatorDenial(_ requester: Requester) -> String? {
        guard self.hasPercolatorType, let get = Self.get, !requester.privileges.allowsEverywhere(get) else {
            return nil
        }
        return
            "a document of type [.percolator] is a query, which may look up documents of other indices: it can be written"
            + " by those who may read all"
    }

    /// How expressions are read: OpenSearch does it as 7 does.
    public var expressionMajor: Int { self.release.product == .opensearch ? 7 : self.release.major }

    func open(_ sealed: String, _ kind: CursorSeal.Kind, _ requester: Requester) -> [UInt8]? {
        self.seal.open(Array(sealed.utf8), kind, holder: requester.holder(of: kind))
    }

    /// The ids of a list, joined by commas, if all of them are the requester's.
    func open(_ sealed: String, isList: Bool, _ kind: CursorSeal.Kind, _ requester: Requester) -> [[UInt8]]? {
        guard isList else { return self.open(sealed, kind, requester).map { [$0] } }
        var ids: [[UInt8]] = []
        for id in sealed.split(separator: ",", omittingEmptySubsequences: false) {
            guard let id = self.open(String(id), kind, requester) else { return nil }
            ids.append(id)
        }
        return ids
    }

    /// What Elasticsearch says of an id that is not there: also of one that is somebody else's.
    static func missing(_ kind: CursorSeal.Kind, _ id: String) -> ErrorResponse {
        switch kind {
        case .scroll, .pointInTime: .searchContextMissing()
        case .asyncSearch, .sql, .task: .resourceNotFound(id)
        }
    }
}

extension CursorKind {
    /// nil: no id.
    var sealed: CursorSeal.Kind? {
        switch self {
        case .none: nil
        case .scroll: .scroll
        case .pointInTime: .pointInTime
        case .asyncSearch: .asyncSearch
        case .sql: .sql
        case .task: .task
        }
    }
}

extension ExpressionOptions {
    init(_ options: IndicesOptions) {
        self.init()
        self.ignoreUnavailable = options.contains(.ignoreUnavailable)
        self.allowNoIndices = options.contains(.allowNoIndices)
        self.expandOpen = options.contains(.expandOpen)
        self.expandClosed = options.contains(.expandClosed)
        self.expandHidden = options.contains(.expandHidden)
        self.includesAliases = !options.contains(.ignoreAliases)
    }
}

extension IndexCatalogue {
    /// For expressions of alias names.
    var aliasesOnly: IndexCatalogue {
        IndexCatalogue(
            entries: self.entries.filter { $0.kind == .alias }, generation: self.generation,
            takenAt: self.takenAt)
    }
}
