internal import Elasticsearch
internal import JSON

/// Reads aggregations and reports faults as Elasticsearch's parsers do.
struct AggregationParser {
    typealias Fault = QueryParser.Fault
    /// Aggregations inside each other, and all of them.
    private static let depthMax = 8
    private static let countMax = 100

    let parser: QueryParser

    /// Kinds that Elasticsearch has and keys cannot be counted by.
    private static let otherTypes: Set<String> = [
        "adjacency_matrix", "auto_date_histogram", "avg", "boxplot", "bucket_script",
        "bucket_selector", "children", "date_histogram", "diversified_sampler", "extended_stats",
        "frequent_item_sets", "geo_bounds", "geo_centroid", "geo_distance", "geohash_grid", "geotile_grid",
        "global", "histogram", "ip_prefix", "ip_range", "max", "median_absolute_deviation", "min",
        "multi_terms", "nested", "parent", "percentile_ranks", "percentiles", "random_sampler", "rare_terms",
        "rate", "reverse_nested", "sampler", "scripted_metric", "significant_terms", "significant_text",
        "stats", "string_stats", "sum", "t_test", "time_series", "top_hits", "top_metrics",
        "variable_width_histogram", "weighted_avg",
    ]
    private static let pipelineTypes: Set<String> = [
        "avg_bucket", "cumulative_sum", "derivative", "max_bucket", "min_bucket", "moving_fn",
        "percentiles_bucket", "serial_diff", "stats_bucket", "sum_bucket",
    ]
    private static let types = [
        "cardinality", "composite", "date_range", "filter", "filters", "missing", "range", "terms",
        "value_count",
    ]

    /// Of aggregations over the values of a field.
    static let valueFields = ["field", "script", "missing", "format", "value_type", "time_zone"]

    func parse(_ value: JSONValue, depth: Int = 0) throws(Fault) -> [AggregationNode.Named] {
        var nodes: [AggregationNode.Named] = []
        for member in value.members ?? [] {
            guard nodes.count < Self.countMax, depth < Self.depthMax else {
                throw self.parser.illegal("too many aggregations", member.start)
            }
            if member.name.isEmpty || member.name.contains(where: { "[]>".contains($0) }) {
                throw self.parser.parsing(
                    "Invalid aggregation name [\(member.name)]. Aggregation names can contain any character except"
                        + " '[', ']', and '>'", member.start)
            }
            nodes.append(try self.named(member, depth))
        }
        return nodes
    }

    private func named(
        _ member: JSONValue.Member, _ depth: Int
    ) throws(Fault) -> AggregationNode.Named {
        guard let parts = member.value.members else {
            throw self.parser.parsing(
                "Aggregation definition for [\(member.name) starts with a [\(member.value.tokenName)], expected a"
                    + " [START_OBJECT].", member.value.start)
        }
        var type: String?
        var node: AggregationNode?
        var children: [AggregationNode.Named] = []
        var meta: JSONValue?
        for part in parts {
            if part.name == "meta" {
                meta = part.value
                continue
            }
            if part.name == "aggs" || part.name == "aggregations" {
                children = try self.parse(part.value, depth: depth + 1)
                continue
            }
            if let type {
                throw self.parser.parsing(
                    "Found two aggregation type definitions in [\(member.name)]: [\(type)] and [\(part.name)]",
                    part.value.start)
            }
            type = part.name
            node = try self.node(part, member.name)
        }
        guard let node else {
            throw self.parser.parsing(
                "Missing definition for aggregation [\(member.name)]", member.value.end)
        }
        return AggregationNode.Named(name: member.name, node: node, children: children, meta: meta)
    }

    private func node(_ part: JSONValue.Member, _ name: String) throws(Fault) -> AggregationNode {
        let body = part.value
        switch part.name {
        case "terms": return try self.terms(body, name)
        case "filter": return .filter(try self.parser.parse(body))
        case "filters": return try self.filters(body, name)
        case "missing", "cardinality", "value_count":
            try self.check(
                body, part.name, Self.valueFields + ["precision_threshold", "rehash", "execution_hint"])
            guard let field = try self.field(body) else { return self.script(name) }
            switch part.name {
            case "missing": return .missing(field)
            case "cardinality": return .cardinality(field)
            default: return .valueCount(field)
            }
        case "range", "date_range": return try self.ranges(part.name, body, name)
        case "composite": return try self.composite(body, name)
        default:
            if Self.otherTypes.contains(part.name) {
                return .refused("Unsupported API Keys agg [\(name)] of type [\(part.name)]")
            }
            if Self.pipelineTypes.contains(part.name) {
                return .refused("Unsupported aggregation of type [\(part.name)]")
            }
            let hint = Suggestion.fields(part.name, Self.types + Self.otherTypes + Self.pipelineTypes)
            throw self.parser.parsing(
                "Unknown aggregation type [\(part.name)]\(hint)", body.start,
                by: .cause(
                    type: "named_object_not_found_exception",
                    reason: "\(self.parser.place(body.start)) unknown field [\(part.name)]"))
        }
    }

    func script(_ name: String) -> AggregationNode {
        .refused("Unsupported script value source for [\(name)] agg")
    }

    /// nil: a script makes the values, alone or of those of a field.
    func field(_ body: JSONValue) throws(Fault) -> String? {
        if let script = body["script"], script.tokenName != "VALUE_NULL" { return nil }
        if let field = body["field"]?.string { return field }
        throw self.parser.illegal(
            "Required one of fields [field, script], but none were specified. ", body.end)
    }

    func object(_ parser: String, _ reason: String, _ place: Int, _ offset: Int) -> Fault {
        Fault(
            cause: .cause(
                type: "x_content_parse_exception", reason: "\(self.parser.place(place)) [\(parser)] \(reason)"
            ),
            offset: offset)
    }

    func check(_ body: JSONValue, _ parser: String, _ known: [String]) throws(Fault) {
        for member in body.members ?? [] where !known.contains(member.name) {
            throw self.object(
                parser, "unknown field [\(member.name)]\(Suggestion.fields(member.name, known))",
                member.start, member.value.start)
        }
    }
}
