internal import Authorize
internal import Bodies
internal import Classify
internal import Decide
internal import Elasticsearch
internal import HTTP
internal import JSON

/// Writes an explanation:
///
///     {"principal":{"username":"ada","api_key":{"id":"...","name":"..."}},
///      "request":{"method":"GET","path":"/logs-*/_search","release":"7.17","api":"search","route":"/{index}/_search",
///        "actions":[{"action":"indices:data/read/search","resolution":"wildcards","names":"index"}],
///        "names":[{"kind":"index","in":"path","segment":0,"expression":"logs-*"}],
///        "content":{"kind":"search","targets":[{"role":"lookup","expression":"users","actions":["..."],
///          "from":12,"to":19}]}},
///      "decisions":[{"action":"indices:data/read/search","on":"index","name":"logs-a","granted":true,
///        "sides":[{"side":"role_descriptors","granted":true,"by":[{"role":"reader","section":"indices","entry":0,
///          "names":["logs-*"],"pattern":"logs-*","privilege":"read"}]}]}],
///      "verdict":{"outcome":"forwarded","path":"/logs-a,logs-b/_search","denied_items":[{"position":3,"reason":"..."}]}}
///
/// `on` is `cluster`, `any_name`, `all_names`, `index`, `pattern`, `everything`, `alias` or `application`. A side is
/// one of `roles`, `role_descriptors` and `limited_by`; where it does not grant, `near` lists entries that fall short,
/// each with what it `lacks`. `outcome` is `forwarded`, `answered`, `own` or `refused`, this with `status` and `error` as the
/// request would get them.
enum ExplanationWriter {
    static func response(
        _ explanation: Explanation, _ request: ExplainedRequest, _ principal: PrincipalView
    ) -> SecurityResponse {
        .object { writer in
            writer.name("principal")
            principal.write(&writer)
            self.write(request, explanation, &writer)
            writer.name("decisions")
            writer.beginArray()
            for decision in explanation.decisions { self.write(decision, &writer) }
            writer.endArray()
            if explanation.omittedDecisions > 0 {
                writer.member("omitted_decisions", explanation.omittedDecisions)
            }
            self.writeVerdict(explanation, &writer)
        }
    }

    // MARK: The request

    private static func write(
        _ request: ExplainedRequest, _ explanation: Explanation, _ writer: inout JSONWriter
    ) {
        writer.name("request")
        writer.beginObject()
        writer.member("method", request.method)
        writer.member("path", request.path)
        if let release = explanation.release { writer.member("release", release) }
        if let endpoint = explanation.endpoint { self.write(endpoint, &writer) }
        if let kibana = explanation.kibana {
            writer.name("kibana")
            writer.beginObject()
            writer.member("needs", kibana.need.text)
            writer.strings("privileges", kibana.need.privileges)
            writer.endObject()
        }
        if !explanation.names.isEmpty {
            writer.name("names")
            writer.beginArray()
            for name in explanation.names { self.write(name, &writer) }
            writer.endArray()
        }
        if let content = explanation.content { self.write(content, explanation, &writer) }
        writer.endObject()
    }

    private static func write(_ endpoint: Endpoint, _ writer: inout JSONWriter) {
        writer.member("api", endpoint.api)
        writer.member("route", endpoint.template)
        writer.name("actions")
        writer.beginArray()
        for check in endpoint.checks + endpoint.subChecks {
            writer.beginObject()
            writer.member("action", check.action.name)
            writer.member("resolution", "\(check.resolution)")
            if check.resolution == .wildcards || check.resolution == .explicit {
                writer.member("names", "\(check.names)")
            }
            if check.condition != .always { writer.member("when", "\(check.condition)") }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ name: Explanation.Name, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("kind", "\(name.kind)")
        switch name.place {
        case .segment(let index):
            writer.member("in", "path")
            writer.member("segment", index)
        case .parameter:
            writer.member("in", "query")
            if let parameter = name.parameter { writer.member("parameter", parameter) }
        case .body: writer.member("in", "body")
        case .everything: writer.member("in", "nowhere")
        case .none: break
        }
        if let expression = name.expression { writer.member("expression", expression) }
        writer.endObject()
    }

    private static func write(
        _ kind: BodyKind, _ explanation: Explanation, _ writer: inout JSONWriter
    ) {
        writer.name("content")
        writer.beginObject()
        writer.member("kind", "\(kind)")
        if let count = explanation.itemCount { writer.member("items", count) }
        if !explanation.targets.isEmpty {
            writer.name("targets")
            writer.beginArray()
            for target in explanation.targets {
                writer.beginObject()
                writer.member("role", "\(target.role)")
                if let expression = target.expression {
                    writer.member("expression", String(decoding: expression, as: UTF8.self))
                }
                writer.strings("actions", target.actions.map(\.name))
                if case .value(let range) = target.place {
                    writer.member("from", range.lowerBound)
                    writer.member("to", range.upperBound)
                }
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }

    // MARK: Decisions

    private static func write(_ decision: Explanation.Decision, _ writer: inout JSONWriter) {
        writer.beginObject()
        if let action = decision.question.action { writer.member("action", action.name) }
        self.write(decision.question.scope, &writer)
        writer.member("granted", decision.isGranted)
        writer.name("sides")
        writer.beginArray()
        for side in decision.sides {
            writer.beginObject()
            writer.member("side", side.name)
            writer.member("granted", side.isGranted)
            writer.name(side.isGranted ? "by" : "near")
            writer.beginArray()
            for source in side.sources { self.write(source, &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ scope: DecisionRecorder.Scope, _ writer: inout JSONWriter) {
        switch scope {
        case .cluster: writer.member("on", "cluster")
        case .somewhere: writer.member("on", "any_name")
        case .everywhere: writer.member("on", "all_names")
        case .everything: writer.member("on", "everything")
        case .index(let name):
            writer.member("on", "index")
            writer.member("name", name)
        case .pattern(let pattern):
            writer.member("on", "pattern")
            writer.member("name", pattern)
        case .alias(let alias, let index):
            writer.member("on", "alias")
            writer.member("name", alias)
            writer.member("index", index)
        case .application(let application, let resource, let privileges):
            writer.member("on", "application")
            writer.member("name", application)
            writer.member("resource", resource)
            if !privileges.isEmpty { writer.strings("privileges", privileges) }
        }
    }

    private static func write(_ source: GrantSources.Source, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("role", source.role)
        writer.member("section", source.section)
        writer.member("entry", source.entry)
        if !source.names.isEmpty {
            writer.strings(source.section == "applications" ? "resources" : "names", source.names)
        }
        if let pattern = source.pattern { writer.member("pattern", pattern) }
        if let privilege = source.privilege { writer.member("privilege", privilege) }
        if let lack = source.lacks { writer.member("lacks", lack.rawValue) }
        writer.endObject()
    }

    // MARK: Verdict

    private static func writeVerdict(_ explanation: Explanation, _ writer: inout JSONWriter) {
        writer.name("verdict")
        writer.beginObject()
        switch explanation.outcome {
        case .forwarded:
            writer.member("outcome", "forwarded")
            if let path = explanation.forwardedTarget { writer.member("path", path) }
            if let content = explanation.forwardedContent {
                writer.member("body", String(decoding: content, as: UTF8.self))
            }
        case .own: writer.member("outcome", "own")
        case .answered(let status):
            writer.member("outcome", "answered")
            writer.member("status", status)
        case .refused(let error):
            writer.member("outcome", "refused")
            writer.member("status", error.status)
            writer.name("error")
            let body = try? JSONParser.parse(error.body())
            writer.value(body?["error"] ?? JSONValue(.string(error.reason)))
        }
        if explanation.deniedItemCount > 0 {
            writer.member("denied_item_count", explanation.deniedItemCount)
            writer.name("denied_items")
            writer.beginArray()
            for item in explanation.deniedItems {
                writer.beginObject()
                writer.member("position", item.position)
                writer.member("reason", item.reason)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }
}
