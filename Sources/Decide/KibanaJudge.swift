internal import Authorize
public import Classify
internal import Elasticsearch
public import HTTP

/// Judges requests to Kibana by the privileges of the application `kibana-.kibana`: `read`, `all` and `feature_*` on `*`
/// or on `space:NAME`. Kibana's own security is not there when its cluster has none.
public enum KibanaJudge {
    public static let application = "kibana-.kibana"

    private static let table = KibanaTable()

    /// What a request needs.
    public static func classify(_ method: Method, _ target: RequestTarget) -> KibanaRequest {
        self.table.match(method, target)
    }

    public static func judge(_ method: Method, _ target: RequestTarget, _ requester: Requester) -> Verdict {
        let request = self.table.match(method, target)
        let all = Passage(endpoint: nil, content: .stream)
        if requester.privileges.isUnrestricted || request.need.kind == .nothing { return .forward(all) }
        if self.holds(request.need, on: "*", requester) { return .forward(all) }
        let space = self.name(request.space, target)
        if case .global = request.need.kind {
            return self.denied(method, target, request.need, on: "*")
        }
        guard self.holds(request.need, on: "space:\(space)", requester) else {
            return self.denied(method, target, request.need, on: "space:\(space)")
        }
        // Saved objects may be asked for, or put, in other spaces than the path's.
        for parameter in target.parameters
        where Self.leavesSpace(target.text(parameter.name)) && target.text(parameter.value) != space {
            return self.denied(method, target, request.need, on: "*")
        }
        var passage = all
        if method != .get, method != .head, request.need.kind != .login {
            passage.content = .inspectKibana(space: space)
        }
        return .forward(passage)
    }

    /// Names of parameters and members that list spaces.
    static func leavesSpace(_ name: String) -> Bool {
        // Kibana reads `name[]` and `name[0]` as `name`, too.
        let name = name.prefix { $0 != "[" && $0 != "." }
        return name == "namespaces" || name == "namespace" || name == "initialNamespaces"
    }

    private static func name(_ space: KibanaSpace, _ target: RequestTarget) -> String {
        switch space {
        case .standard: "default"
        case .segment(let index): index < target.segmentCount ? target.segmentText(index) : ""
        }
    }

    private static func holds(_ need: KibanaNeed, on resource: String, _ requester: Requester) -> Bool {
        requester.privileges.holds(anyOf: need.privileges, of: self.application, on: resource)
    }

    private static func denied(
        _ method: Method, _ target: RequestTarget, _ need: KibanaNeed, on resource: String
    ) -> Verdict {
        .refused(
            .forbidden(self.reason("[\(method.text) \(Judge.uri(target))]", need, on: resource)),
            "Kibana is unauthorized")
    }

    static func reason(_ what: String, _ need: KibanaNeed, on resource: String) -> String {
        let held =
            need.privileges.isEmpty
            ? "a privilege" : "one of the privileges [\(need.privileges.joined(separator: ","))]"
        return
            "\(what) of Kibana is unauthorized: it takes \(held) of the application [\(self.application)] on the resource"
            + " [\(resource)]"
    }
}
