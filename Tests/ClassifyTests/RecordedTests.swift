import Elasticsearch
import HTTP
import Testing

@testable import Classify

/// The tables against what nodes of those releases answered.
@Suite struct RecordedTests {
    /// Features that the nodes lacked, by the beginnings of their APIs.
    private static let absent = [
        "async_search.", "autoscaling.", "cat.ml_", "cat.transforms", "ccr.", "connector.", "deprecation.",
        "enrich.", "eql.", "esql.", "extensions.", "fleet.", "graph.", "idp.", "ilm.",
        "indices.cancel_migrate",
        "indices.create_data_stream", "indices.create_from", "indices.delete_data_", "indices.downsample",
        "indices.explain_data_lifecycle", "indices.freeze", "indices.get_data_", "indices.get_migrate",
        "indices.migrate_", "indices.promote_", "indices.put_data_", "indices.data_streams_stats",
        "indices.tier_", "inference.", "ingest.delete_geoip", "ingest.delete_ip", "ingest.geo_ip",
        "ingest.get_geoip", "ingest.get_ip", "ingest.put_geoip", "ingest.put_ip", "logstash.",
        "migration.deprecations", "migration.get_assistance", "migration.upgrade", "ml.", "monitoring.",
        "nodes.clear_repositories", "nodes.get_repositories", "noop_", "plugin", "profiling.", "query_rules.",
        "rollup.", "search_application.", "search_mvt", "searchable_snapshots.", "shutdown.", "slm.",
        "snapshot.repository_", "sql.", "text_structure.", "transform.", "watcher.",
    ]
    private static let scripting = ["rank_eval", "scripts_painless_", "ingest.processor_grok"]
    private static let modules = [
        "delete_by_query", "update_by_query", "reindex", "search_template", "msearch_template",
        "render_search_template",
    ]
    private static let security = ["security.", "license.", "ssl.", "xpack."]

    /// Without what a node lacked.
    private static func table(_ release: Release, lacking: [String]) -> EndpointTable {
        EndpointTable(
            release: release,
            rows: EndpointRows.all.filter { row in
                !lacking.contains { row.meaning.api.hasPrefix($0) }
            })
    }

    private static let tables: [EndpointTable] = [
        Self.table(Release(.elasticsearch, 6, 8), lacking: Self.absent + Self.security),
        Self.table(Release(.elasticsearch, 7, 17), lacking: Self.absent + Self.scripting),
        Self.table(
            Release(.elasticsearch, 8, 18),
            lacking: Self.absent + Self.scripting + Self.modules + [
                "indices.modify_data_stream", "migration.",
            ]),
        Self.table(
            Release(.opensearch, 2, 19),
            lacking: Self.absent.filter { !$0.contains("data_") } + Self.scripting + Self.modules),
    ]

    private static func lines(_ texts: [String]) -> [[Substring]] {
        texts.flatMap { $0.split(separator: "\n") }.map { $0.split(separator: " ") }
    }

    @Test func pathsHaveTheMethodsThatNodesName() throws {
        let lines = Self.lines([Recorded.routes1, Recorded.routes2, Recorded.routes3])
        #expect(lines.count == 751)
        for line in lines {
            for (index, table) in Self.tables.enumerated() where line[index + 1] != "?" {
                let match = table.match(.options, try target(String(line[0])))
                guard case .options(let methods) = match else {
                    Issue.record("\(line[0])")
                    continue
                }
                let expected = line[index + 1] == "-" ? "" : line[index + 1]
                #expect(methods.letters == expected, "\(table.release) \(line[0])")
            }
        }
    }

    @Test func whoMayNothingIsRefusedByTheFirstAction() throws {
        // Four words each, over one line or two.
        let words = Self.lines([Recorded.actions1, Recorded.actions2]).flatMap { $0 }
        let lines = stride(from: 0, to: words.count, by: 4).map {
            Array(words[$0..<min($0 + 4, words.count)])
        }
        #expect(lines.count == 356)
        for line in lines {
            for name in line[1].split(separator: ",") {
                for (digit, table) in [("7", Self.tables[1]), ("8", Self.tables[2])]
                where line[2].contains(digit) {
                    let request = try table.request("\(name) \(line[0])")
                    #expect(
                        request.endpoint.checks.first?.action.name == String(line[3]), "\(name) \(line[0])")
                }
            }
        }
    }

    @Test func wildcardsComeToWhatNodesExpandThemTo() throws {
        let lines = Self.lines([Recorded.options])
        #expect(lines.count == 49)
        for line in lines {
            for name in line[1].split(separator: ",") {
                for (digit, table) in [("7", Self.tables[1]), ("8", Self.tables[2])]
                where line[2].contains(digit) {
                    let options = try table.request("\(name) \(line[0])").options
                    let expansion =
                        (options.contains(.expandOpen) ? "o" : "")
                        + (options.contains(.expandClosed) ? "c" : "")
                        + (options.contains(.expandHidden) ? "h" : "")
                    #expect(expansion == line[3], "\(line)")
                    #expect(options.contains(.allowNoIndices) == (line[4] == "none"), "\(line)")
                    #expect(options.contains(.forbidClosed) == (line[5] == "forbid"), "\(line)")
                }
            }
        }
    }
}
