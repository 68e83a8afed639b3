public import Authorize
public import Classify
public import Cursors
internal import Elasticsearch
public import HTTP
public import Resolve

/// Judges a request by its method, path and query: what it is, what it touches and whether that is granted. What
/// was decided on is written into the target, so that the upstream gets just that. One for each release of an
/// upstream; immutable, shared by the loops.
public final class Judge: Sendable {
    /// Octets of the target that may be forwarded: Elasticsearch's `http.max_initial_line_length` is 4 KB, of which
    /// method and version take some.
    public static let targetLengthMax = 4_000

    public let table: EndpointTable
    public let privileges: PrivilegeTable
    public let seal: CursorSeal
    public var release: Release { self.table.release }

    public func isOf(_ release: Release?) -> Bool { self.table.release == release }

    public init(release: Release, seal: CursorSeal) {
        self.table = EndpointTable(release: release)
        self.privileges = Self.privileges(of: release)
        self.seal = seal
    }

    /// What the names of privileges mean in front of that release.
    public static func privileges(of release: Release) -> PrivilegeTable {
        PrivilegeTable.table(major: release.product == .opensearch ? 7 : release.major)
    }

    /// - Parameters:
    ///   - catalogue: nil where none is known, or none that is fresh.
    ///   - isCompatible: the client asks for the former major release's API (`compatible-with` in a media type).
    ///   - now: milliseconds since 1970.
    public func judge(
        _ method: Method, _ target: RequestTarget, _ requester: Requester, catalogue: IndexCatalogue?,
        isCompatible: Bool = false, now: Int64
    ) -> Verdict {
        switch self.table.match(method, target, isCompatible: isCompatible) {
        case .endpoint(let request):
            var names = NameJudge(
                judge: self, method: method, request: request, target: target, requester: requester,
                catalogue: catalogue, isCompatible: isCompatible, now: now)
            return names.verdict()
        case .options(let methods): return .options(methods)
        case .methodNotAllowed(let methods):
            return .refused(
                .wrongMethod(
                    uri: Self.uri(target), method: "\(method.text)",
                    allowed: methods.text.split(separator: ", ").map(String.init)), "wrong method")
        case .unknown:
            guard requester.privileges.isUnrestricted else {
                return .refused(
                    .forbidden(
                        "no endpoint [\(method.text) \(Self.uri(target))] of release [\(self.release)] is known: it can"
                            + " be used with the privilege [all] only"), "unknown endpoint")
            }
            return .forward(Passage(endpoint: nil, content: .stream))
        case .refused(let refusal):
            guard requester.privileges.isUnrestricted, refusal.rule != .badValue else {
                return .refused(
                    .illegalArgument(refusal.reason(in: target)), "request hides what it touches")
            }
            return .forward(Passage(endpoint: nil, content: .stream))
        }
    }

    /// The path as the client sees it, without the query.
    static func uri(_ target: RequestTarget) -> String {
        "/" + (0..<target.segmentCount).map { target.segmentText($0) }.joined(separator: "/")
    }
}
