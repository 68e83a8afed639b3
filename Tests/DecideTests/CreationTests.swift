import Bodies
import Bytes
import Classify
import Elasticsearch
import Testing

@testable import Decide

/// Requests by which an index or a field would be made that nobody asked for.
@Suite struct CreationTests {
    /// A version from outside is kept of a document that there is not: its index is made.
    @Test func whatIsRemovedMakesItsIndex() throws {
        let bench = try Bench("logs-*", privileges: "write")
        let denied = "403 action [indices:admin/auto_create]"
        for type in ["_doc", "doc"] {
            #expect(
                try bench.short("DELETE /logs-new/\(type)/1?version=2&version_type=external_gte") == denied)
            #expect(
                try bench.short("DELETE /logs-new/\(type)/1?version_type=internal&version_type=external")
                    == denied)
            #expect(
                try bench.short("DELETE /logs-new/\(type)/1?version_type=external", knows: nil).hasPrefix(
                    "needs"))
            #expect(try bench.short("DELETE /logs-new/\(type)/1").hasPrefix("forward"))
            #expect(
                try bench.short("DELETE /logs-a/\(type)/1?version=2&version_type=external").hasPrefix(
                    "forward"))
            let maker = try Bench("logs-*", privileges: "write,create_index")
            #expect(
                try maker.short("DELETE /logs-new/\(type)/1?version=2&version_type=external").hasPrefix(
                    "forward"))
        }
    }

    @Test func upToFiveEveryRemovalMakesItsIndex() throws {
        let bench = try Bench("logs-*", privileges: "write", judge: Bench.judge5)
        #expect(
            try bench.short("DELETE /logs-new/doc/1")
                == "403 action [indices:admin/auto_create]")
        #expect(try bench.short("DELETE /logs-a/doc/1") == "forward /logs-a/doc/1")
    }

    private func denied(_ lines: String, _ judge: Judge, privileges: String = "write") throws -> [Int] {
        let bench = try Bench("logs-*", privileges: privileges, judge: judge)
        var filter = BulkFilter(defaults: BulkDefaults())
        var judge = BulkNameJudge(bench.judge, bench.requester, catalogue: Bench.catalogue, now: Bench.now)
        let bytes = Array(lines.utf8)
        try filter.filter(bytes.span, into: ByteBuffer(capacity: 256), judge: &judge)
        try filter.finish()
        return filter.denials.first(100).map(\.position)
    }

    @Test func itemsThatRemoveMakeIndicesToo() throws {
        let lines = """
            {"delete":{"_index":"logs-new","_id":"1"}}
            {"delete":{"_index":"logs-new","_id":"1","version":2,"version_type":"external"}}
            {"delete":{"_index":"logs-new","_id":"1","version_type":"internal"}}
            {"delete":{"_index":"logs-new","_id":"1","version":2,"_versionType":"external_g\\u0074e"}}
            {"delete":{"_index":"logs-new","_id":"1","version_type":null}}
            {"delete":{"_index":"logs-a","_id":"1","version":2,"version_type":"external"}}

            """
        #expect(try self.denied(lines, Bench.judge7) == [1, 3])
        #expect(try self.denied(lines, Bench.judge8) == [1, 3])
        #expect(try self.denied(lines, Bench.judge5) == [0, 1, 2, 3, 4])
    }

    /// `auto_configure` is for indices that are made by writing, one document or many, before releases too that have no action
    /// for it: and for nothing else.
    @Test(arguments: [Bench.judge5, Bench.judge6, Bench.judge7])
    func whoConfiguresMakesIndicesByWriting(_ judge: Judge) throws {
        let lines = """
            {"create":{"_index":"logs-new","_type":"doc","_id":"1"}}
            {}
            {"create":{"_index":"other","_type":"doc","_id":"1"}}
            {}

            """
        #expect(try self.denied(lines, judge, privileges: "create_doc,auto_configure") == [1])
        #expect(try self.denied(lines, judge, privileges: "create_doc") == [0, 1])
        let shipper = try Bench("logs-*", privileges: "create_doc,auto_configure", judge: judge)
        #expect(try shipper.short("PUT /logs-new/doc/1/_create").hasPrefix("forward"))
        let reader = try Bench("logs-*", privileges: "read,auto_configure", judge: judge)
        #expect(try reader.short("POST /logs-new/_search/template") == "404 no such index [logs-new]")
        #expect(try shipper.short("PUT /logs-new") == "403 action [indices:admin/create]")
    }

    /// To 8 the path of a missing module is one of a document, to who asks for the API of 7; the type is dropped.
    @Test(arguments: ["_async_search", "_graph/explore", "_rank_eval", "_eql/search", "_search/template"])
    func readingAsOfSevenWritesNoDocument(_ path: String) throws {
        for index in ["logs-a", "logs-new", "logs", "%3Clogs-%7Bnow%2Fd%7D%3E"] {
            let line = "POST /\(index)/\(path)"
            let reader = try Bench("logs*", privileges: "read", judge: Bench.judge8)
            guard case .refused(let error, _) = try reader.judged(line, isCompatible: true) else {
                Issue.record("\(line) goes on")
                continue
            }
            #expect(error.status == 403 && error.reason.contains("right to write"))
            #expect(try reader.verdict(line).hasPrefix("forward"))
        }
        let writer = try Bench("logs*", privileges: "read,write", judge: Bench.judge8)
        guard case .forward = try writer.judged("POST /logs-a/\(path)", isCompatible: true) else {
            Issue.record("who may write is denied")
            return
        }
    }

    // MARK: Fields

    private static let judge2 = Judge(release: Release(.elasticsearch, 2, 4), seal: Bench.seal)

    private func outcome(
        _ kind: BodyKind, _ content: String, path: String?, judge: Judge = Self.judge2,
        privileges: String = "read"
    ) throws -> String {
        let bench = try Bench("logs-*", privileges: privileges, judge: judge)
        var passage = Passage(endpoint: nil, content: .inspect(kind))
        passage.catalogue = Bench.catalogue
        passage.defaultIndex = path
        let output = ByteBuffer(capacity: 256)
        let bytes = Array(content.utf8)
        let verdict = ContentJudge(bench.judge, bench.requester, passage, now: Bench.now).judge(
            kind, bytes.span, limits: BodyLimits(), style: ResponseStyle(major: 2), into: output)
        switch verdict {
        case .unchanged: return "unchanged"
        case .rewritten(let denied, _): return "without \(denied.map { $0.first(9).map(\.position) } ?? [])"
        case .answered(let denied): return "denied \(denied.first(9).map(\.position))"
        case .needsCatalogue: return "needs the catalogue"
        case .needsRendering: return "needs rendering"
        case .refused(let error, _): return "\(error.status)"
        }
    }

    private static let liked =
        #"{"query":{"more_like_this":{"like":[{"doc":{"new":"x"},"_index":"logs-a","_type":"doc"}]}}}"#

    /// Elasticsearch before 5 maps documents that only come along with a request of reading.
    @Test(arguments: [
        (BodyKind.termVectors, #"{"doc":{"new":"x"}}"#), (.percolate, #"{"\#u{5C}u0064oc":{"new":"x"}}"#),
        (.search, Self.liked), (.termVectors, #"{"_index":"logs-a","doc":{}}"#),
    ])
    func whatComesAlongIsMapped(_ kind: BodyKind, _ content: String) throws {
        for path in ["logs-a", "logs-*", "logs-a,logs-b"] {
            #expect(try self.outcome(kind, content, path: path) == "403")
            #expect(try self.outcome(kind, content, path: path, judge: Bench.judge5) == "unchanged")
            #expect(try self.outcome(kind, content, path: path, privileges: "read,write") == "unchanged")
        }
    }

    @Test func whatIsThereAlreadyMayBeLookedAt() throws {
        #expect(try self.outcome(.termVectors, #"{"fields":["word"]}"#, path: "logs-a") == "unchanged")
        #expect(try self.outcome(.percolate, #"{"size":1}"#, path: "logs-a") == "unchanged")
    }

    @Test func itemsThatAreMappedAreTakenOut() throws {
        let items = #"{"docs":[{"_id":"1"},{"doc":{"new":"x"}},{"doc":{},"_index":"logs-b","_type":"doc"}]}"#
        #expect(try self.outcome(.multiTermVectors, items, path: "logs-a") == "without [1, 2]")
        #expect(
            try self.outcome(.multiTermVectors, items, path: "logs-a", judge: Bench.judge5) == "unchanged")
        let defaults = #"{"ids":["1"],"parameters":{"doc":{"new":"x"}}}"#
        #expect(try self.outcome(.multiTermVectors, defaults, path: "logs-a") == "403")
        let searches = #"{"index":"logs-a"}"# + "\n" + Self.liked + "\n" + #"{"index":"logs-a"}"# + "\n{}\n"
        #expect(try self.outcome(.multiSearch, searches, path: nil) == "without [0]")
    }
}
