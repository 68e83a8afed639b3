import Authorize
import Bodies
import Bytes
import Cursors
import Elasticsearch
import Resolve
import Testing

@testable import Decide

/// What becomes of contents that name indices.
@Suite struct ContentJudgeTests {
    private static let restricted = IndexCatalogue(
        entries: [
            .init(name: "logs-a", kind: .index), .init(name: ".security-7", kind: .index),
            .init(name: "mixed", kind: .alias, targets: ["logs-a"]),
        ], generation: 1, takenAt: 0)

    private func judge(
        _ kind: BodyKind, _ content: String, _ bench: Bench, knows: IndexCatalogue? = Bench.catalogue,
        path: String? = nil
    ) throws -> String {
        let requester = bench.requester
        var passage = Passage(endpoint: nil, content: .inspect(kind))
        passage.catalogue = knows
        passage.known = knows
        passage.defaultIndex = path
        passage.passesUnread = requester.privileges.isUnrestricted
        let output = ByteBuffer(capacity: 256)
        let bytes = Array(content.utf8)
        let judge = ContentJudge(bench.judge, requester, passage, now: Bench.now)
        switch judge.judge(
            kind, bytes.span, limits: BodyLimits(), style: ResponseStyle(major: 7), into: output)
        {
        case .unchanged(let hasPointInTime): return hasPointInTime ? "unchanged, in time" : "unchanged"
        case .rewritten(let denied, _):
            return String(decoding: output.array, as: UTF8.self)
                + (denied.map { " and \($0.first(10).map(\.reason))" } ?? "")
        case .answered(let denied): return String(decoding: denied.response(took: 1), as: UTF8.self)
        case .needsCatalogue: return "needs the catalogue"
        case .needsRendering: return "needs rendering"
        case .refused(let error, _): return "\(error.status) \(error.reason)"
        }
    }

    /// The type of an item's error is that of the error.
    @Test func itemsHaveErrorsOfTheirOwn() throws {
        let bench = try Bench("logs-*", privileges: "read")
        let answer = try self.judge(
            .multiSearch, #"{"index":"none*","allow_no_indices":false}"# + "\n{}\n", bench)
        #expect(answer.contains(#""type":"index_not_found_exception","reason":"no such index [none*]""#))
        #expect(answer.contains(#""status":404"#))
        let denied = try self.judge(.multiSearch, #"{"index":"secret"}"# + "\n{}\n", bench)
        #expect(denied.contains(#""type":"security_exception""#) && denied.contains(#""status":403"#))
    }

    /// What may be read of the indices of a point in time is asked each time.
    @Test func pointsInTimeEndWithTheirPrivileges() throws {
        let bench = try Bench("logs-*", privileges: "read")
        let sealed = bench.judge.seal.seal(
            Array("pit-1".utf8), .pointInTime, holder: bench.requester.holder(of: .pointInTime))
        let search = "{\"pit\":{\"id\":\"\(String(decoding: sealed, as: UTF8.self))\"}}"
        #expect(try self.judge(.search, search, Bench("logs-*", privileges: "read")).contains("pit-1"))
        for (names, privileges) in [("logs-a", "read"), ("logs-*", "read,monitor")] {
            let changed = try Bench(names, privileges: privileges)
            #expect(try self.judge(.search, search, changed).hasPrefix("404"))
            #expect(bench.requester.holder(of: .scroll) == changed.requester.holder(of: .scroll))
        }
    }

    /// Several of one's own are closed at once; with somebody else's among them none is.
    @Test func severalIdsAreClosed() throws {
        let bench = try Bench("logs-*", privileges: "read")
        func sealed(_ id: String, _ kind: CursorSeal.Kind) -> String {
            let holder = bench.requester.holder(of: kind)
            return String(
                decoding: bench.judge.seal.seal(Array(id.utf8), kind, holder: holder), as: UTF8.self)
        }
        let scrolls = [sealed("a", .scroll), sealed("b", .scroll)].joined(separator: #"",""#)
        let points = [sealed("a", .pointInTime), sealed("b", .pointInTime)].joined(separator: #"",""#)
        let list = #"{"scroll_id":["\#(scrolls)"]}"#
        #expect(try self.judge(.clearScroll, list, bench) == #"{"scroll_id":["a","b"]}"#)
        #expect(
            try self.judge(.closePointInTime, #"{"pit_id":["\#(points)"]}"#, bench)
                == #"{"pit_id":["a","b"]}"#)
        for content in [
            #"{"scroll_id":["\#(scrolls)","c"]}"#, #"{"scroll_id":["_all","\#(scrolls)"]}"#,
            #"{"scroll_id":["\#(points)"]}"#,
        ] {
            #expect(try self.judge(.clearScroll, content, bench).hasPrefix("404"))
        }
        // One is gone on with.
        #expect(try self.judge(.scroll, list, bench).hasPrefix("404"))
        let path = scrolls.replacing(#"",""#, with: ",")
        #expect(try bench.short("DELETE /_search/scroll/\(path)") == "forward /_search/scroll/a,b")
        #expect(
            try bench.short("DELETE /_search/scroll?scroll_id=\(path)")
                == "forward /_search/scroll?scroll_id=a,b")
        #expect(try bench.short("DELETE /_search/scroll/\(path),c").hasPrefix("404"))
        #expect(try bench.short("GET /_search/scroll/\(path)").hasPrefix("404"))
    }

    /// A search in a point in time names no index, and is given none; where it does, it is judged.
    @Test func pointsInTimeOfSeveralSearches() throws {
        let bench = try Bench("logs-*", privileges: "read")
        let sealed = bench.judge.seal.seal(
            Array("pit-1".utf8), .pointInTime, holder: bench.requester.holder(of: .pointInTime))
        let search = "{\"pit\":{\"id\":\"\(String(decoding: sealed, as: UTF8.self))\"}}"
        #expect(
            try self.judge(.multiSearch, "{}\n\(search)\n", bench) == "{}\n{\"pit\":{\"id\":\"pit-1\"}}\n")
        let named = try self.judge(.multiSearch, "{\"index\":\"secret\"}\n\(search)\n", bench)
        #expect(named.contains("security_exception"))
        #expect(
            try self.judge(.multiSearch, "{}\n\(search)\n", bench, path: "secret").contains(
                "security_exception"))
        let foreign = try self.judge(.multiSearch, "{}\n{\"pit\":{\"id\":\"pit-1\"}}\n", bench)
        #expect(foreign.contains("search_context_missing_exception"))
        // Those beside it are narrowed as ever.
        let both = try self.judge(.multiSearch, "{}\n\(search)\n{}\n{}\n", bench)
        #expect(both.hasPrefix("{}\n") && both.contains("{\"index\":[\"logs-a\""))
    }

    /// Elasticsearch names all indices and aliases of a change that are denied.
    @Test func changesOfAliasesAreDeniedTogether() throws {
        let bench = try Bench("logs-*", privileges: "manage")
        let content =
            #"{"actions":[{"add":{"index":"secret","alias":"x"}},{"remove":{"index":"logs-a","alias":"mixed"}}]}"#
        let answer = try self.judge(.aliases, content, bench)
        let start = try #require(answer.firstRange(of: "on indices [")?.upperBound)
        let end = try #require(answer[start...].firstIndex(of: "]"))
        #expect(Set(answer[start..<end].split(separator: ",")) == ["secret", "x", "mixed", "logs-a"])
    }

    /// A wildcard of indices brings no aliases of them, and what it comes to is what the alias is judged by.
    @Test func changesOfAliasesAreOfIndices() throws {
        let all = #"{"actions":[{"add":{"index":"_all","alias":"logs-x"}}]}"#
        let bench = try Bench("logs*", privileges: "all")
        let rewritten = #"{"actions":[{"add":{"indices":["logs-a","logs-b"],"alias":"logs-x"}}]}"#
        #expect(try self.judge(.aliases, all, bench) == rewritten)
        let gone = #"{"actions":[{"remove_index":{"index":"*"}}]}"#
        #expect(
            try self.judge(.aliases, gone, bench)
                == #"{"actions":[{"remove_index":{"indices":["logs-a","logs-b"]}}]}"#)
        // More on the alias than on one of them.
        let more = try Bench(
            #"{"indices":[{"names":["logs-*"],"privileges":["manage"]},{"names":["x"],"privileges":["all"]}]}"#
        )
        let wide = #"{"actions":[{"add":{"index":"_all","alias":"x"}}]}"#
        #expect(try self.judge(.aliases, wide, more).hasPrefix("403 Adding an alias is not allowed"))
    }

    /// Up to 6 `*,-*` would be all aliases of the index.
    @Test func noAliasIsLeftToRemove() throws {
        let bench = try Bench("logs-a", privileges: "manage")
        for members in [#""alias":"m*""#, #""aliases":["m*","l*"]"#, #""alias":"*""#] {
            let content = #"{"actions":[{"remove":{"index":"logs-a",\#(members)}}]}"#
            let answer = try self.judge(.aliases, content, bench)
            #expect(
                !answer.contains("*,-*") && !answer.contains(#""-*""#) && answer.contains("|*"), "\(answer)")
        }
    }

    /// Elasticsearch judges the name of an alias as it was written, before it makes date math of it; when one is
    /// removed it makes none.
    @Test func dateMathOfAliases() throws {
        func change(_ action: String) -> String {
            #"{"actions":[{"\#(action)":{"index":"logs-a","alias":"<logs-{now/d}>"}}]}"#
        }
        let bench = try Bench("logs-*", privileges: "all")
        for action in ["add", "remove"] {
            #expect(try self.judge(.aliases, change(action), bench).contains("on indices [<logs-{now/d}>]"))
        }
        let made = #"{"aliases":{"<logs-{now/d}>":{}}}"#
        #expect(
            try self.judge(.createIndex, made, bench, path: "logs-n").contains("on indices [<logs-{now/d}>]"))
        let all = try Bench("*", privileges: "all")
        #expect(try self.judge(.aliases, change("add"), all).contains(#""alias":"logs-2024.03.22""#))
        #expect(
            try self.judge(.aliases, change("remove"), all) == "404 aliases [<logs-{now/d}>] missing")
    }

    /// As Elasticsearch says it, of the whole request.
    @Test func documentsNeedAnIndex() throws {
        #expect(ContentRefusal(.missingIndex).response.reason == "Validation Failed: 1: index is missing;")
        let bench = try Bench("logs-*", privileges: "read")
        let content = #"{"docs":[{"_index":"logs-a","_id":"1"},{"_id":"2"}]}"#
        #expect(
            try self.judge(.multiGet, content, bench)
                == "400 Validation Failed: 1: index is missing for doc 1;")
        #expect(
            try self.judge(.multiTermVectors, content, bench)
                == "400 Validation Failed: 1: index is missing;2: at multi term vectors for doc 1;")
        #expect(try self.judge(.multiGet, content, bench, path: "logs-a") == "unchanged")
        #expect(
            try self.judge(.multiGet, #"{"ids":["1"]}"#, bench)
                == "400 Validation Failed: 1: index is missing for doc 0;")
    }

    /// Since 8 no aliases, but the indices also where the action is granted on none.
    @Test func changesOfAliasesIn8() throws {
        let content = #"{"actions":[{"add":{"index":"logs-a","alias":"x"}}]}"#
        let reader = try Bench("logs-*", privileges: "read", judge: Bench.judge8)
        #expect(try self.judge(.aliases, content, reader).contains("on indices [logs-a], this"))
        let wild = #"{"actions":[{"add":{"index":"logs-*","alias":"x"}}]}"#
        #expect(try self.judge(.aliases, wild, reader).hasPrefix("403 action [indices:admin/aliases] "))
        let manager = try Bench("logs-*", privileges: "manage", judge: Bench.judge8)
        #expect(try self.judge(.aliases, content, manager).contains("[KEY] of user [elastic], this"))
    }

    /// An action that is granted nowhere names no index, as with names in the path.
    @Test func lookupsThatAreGrantedNowhere() throws {
        let content = #"{"query":{"terms":{"n":{"index":"secret","id":"1","path":"n"}}}}"#
        let bench = try Bench("logs-*", privileges: "indices:data/read/search")
        #expect(
            try self.judge(.search, content, bench, path: "logs-a").hasPrefix(
                "403 action [indices:data/read/get] is unauthorized for API key id [KEY] of user [elastic], this"
            ))
    }

    /// Such a search names no index: the names that were put in its path can go.
    @Test func searchesWithinAPointInTime() throws {
        let bench = try Bench("logs-*", privileges: "read")
        guard case .forward(let passage) = try bench.judged("POST /_search") else {
            Issue.record("it is not forwarded")
            return
        }
        #expect(passage.insertedSegment == 0)
        guard case .forward(let named) = try bench.judged("POST /logs-a/_search") else {
            Issue.record("it is not forwarded")
            return
        }
        #expect(named.insertedSegment == nil)
        let id = bench.judge.seal.seal(
            Array("abc".utf8), .pointInTime, holder: bench.requester.holder(of: .pointInTime))
        let sealed = String(decoding: id, as: UTF8.self)
        #expect(try self.judge(.search, #"{"pit":{"id":"\#(sealed)"}}"#, bench) == #"{"pit":{"id":"abc"}}"#)
        #expect(try self.judge(.search, #"{"pit":{"id":"abc"}}"#, bench).hasPrefix("404"))
    }

    // MARK: Whoever may do all

    private static let all = #"{"cluster":["all"],"indices":[{"names":["*"],"privileges":["all"]}]}"#

    /// But for what is restricted: that is kept out of contents that can be read.
    @Test func restrictedNamesAreKeptFromHoldersOfAll() throws {
        let bench = try Bench(Self.all)
        #expect(bench.requester.privileges.isUnrestricted && !bench.requester.privileges.reachesEverything)
        #expect(
            try self.judge(.multiSearch, "{}\n{}\n", bench, knows: Self.restricted)
                == #"{"index":["logs-a","mixed"]}"# + "\n{}\n")
        let lookup = #"{"query":{"terms":{"n":{"index":".security-7","id":"1","path":"n"}}}}"#
        #expect(try self.judge(.search, lookup, bench, path: "logs-a").hasPrefix("403"))
        // What cannot be read, and ids, which are not bound to anybody, pass.
        #expect(try self.judge(.search, #"{"query":{"of_a_plugin":{}}}"#, bench) == "unchanged")
        #expect(try self.judge(.search, #"{"pit":{"id":"abc"}}"#, bench) == "unchanged, in time")
        let limited = try Bench("logs-*", privileges: "read")
        #expect(try self.judge(.search, #"{"query":{"of_a_plugin":{}}}"#, limited).hasPrefix("4"))
    }

    @Test func whoReadsRestrictedNamesTooIsNotLookedAt() throws {
        let all = #"{"names":["*"],"privileges":["all"]}"#
        let reading = #"{"names":["*"],"privileges":["read"],"allow_restricted_indices":true}"#
        let bench = try Bench(#"{"cluster":["all"],"indices":[\#(all),\#(reading)]}"#)
        #expect(bench.requester.privileges.reachesEverything)
        #expect(try Bench.content("GET /_search", bench) == "stream")
        #expect(try Bench.content("GET /_search", try Bench(Self.all)).hasPrefix("inspect"))
        #expect(try Bench.content("POST /_transform/x/_update", try Bench(Self.all)) == "stream")
    }
}

extension Bench {
    /// How the content of a request goes on.
    static func content(_ line: String, _ bench: Bench) throws -> String {
        guard case .forward(let passage) = try bench.judged(line) else { return "not at all" }
        return "\(passage.content)"
    }
}
