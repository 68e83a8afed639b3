import Authorize
import Elasticsearch
import Testing

@testable import Decide

/// What becomes of requests whose path and query name indices. What is expected is what 7.17.28 answered to the same.
@Suite struct JudgeTests {
    private static let reading = "read,view_index_metadata"

    @Test(arguments: [
        ("GET /logs-a/_search", "forward /logs-a/_search"),
        ("GET /logs-*/_search", "forward /logs-*/_search"),
        ("GET /*/_search", "forward /logs-a,logs-b/_search"),
        ("GET /_search", "forward /logs-a,logs-b/_search"),
        ("GET /sec*/_search", "forward /*,-*/_search"),
        ("GET /secret/_search", "403 action [indices:data/read/search] on indices [secret]"),
        ("GET /secret/_search?ignore_unavailable=true", "forward /*,-*/_search?ignore_unavailable=true"),
        ("GET /logs-a,secret/_search", "403 action [indices:data/read/search] on indices [secret]"),
        ("GET /logs-a,,secret/_search", "403 action [indices:data/read/search]"),
        ("GET /mixed/_search", "403 action [indices:data/read/search] on indices [mixed,logs-a,secret]"),
        // What is granted beside it is no part of the denial.
        ("GET /logs-a,mixed/_search", "403 action [indices:data/read/search] on indices [mixed,secret]"),
        ("GET /%3Csecret-%7Bnow%2Fd%7D%3E/_search", "404 no such index [secret-2024.03.22]"),
        ("GET /_cluster/health", "403 action [cluster:monitor/health]"),
        (
            "GET /_nonsense",
            "403 no endpoint [GET /_nonsense] of release [7.17] is known: it can be used with the privilege [all] only"
        ),
        ("PUT /logs-a/_doc/1", "403 action [indices:data/write/index]"),
    ])
    func reader(_ line: String, _ verdict: String) throws {
        let bench = try Bench("logs-*", privileges: Self.reading)
        #expect(try bench.short(line) == verdict)
    }

    /// Names that all begin alike are decided on without the names that are there, and once for all like it.
    @Test(arguments: [
        ("GET /logs-*/_search", true), ("GET /logs-a*/_count", true), ("GET /logs-a/_search", true),
        ("POST /logs-*/_search?expand_wildcards=none", true), ("GET /logs-*,-logs-a/_search", false),
        ("GET /logs-**/_search", false), ("GET /logs-*a/_search", false),
        ("GET /logs-a,logs-*/_search", false),
    ])
    func whatIsPlainIsDecidedOnce(line: String, isRepeatable: Bool) throws {
        let bench = try Bench("logs-*", privileges: Self.reading)
        let passage: Passage
        switch try bench.judged(line, knows: nil) {
        case .forward(let found): passage = found
        default:
            Issue.record("\(line) is not granted")
            return
        }
        #expect(passage.isRepeatable == isRepeatable)
        #expect(passage.names.isEmpty)
        #expect(
            try bench.short(line) == line.replacing("GET", with: "forward").replacing("POST", with: "forward")
        )
    }

    /// A pattern of all that begins like a name asks for more than the name.
    @Test func aNameIsNoPrefix() throws {
        let bench = try Bench("logs-a", privileges: Self.reading)
        #expect(try bench.short("GET /logs-a/_search") == "forward /logs-a/_search")
        #expect(try bench.short("GET /logs-a*/_search", knows: nil) == "needs the catalogue")
        // Where no pattern is taken none goes on, whoever might have all its names.
        let all = try Bench("logs-*", privileges: Self.reading)
        #expect(try !all.short("GET /logs-*/_doc/1").hasPrefix("forward"))
    }

    @Test func whatEndsIndicesHasToNameThem() throws {
        for privileges in ["all", "manage", "read"] {
            let bench = try Bench("logs-*", privileges: privileges)
            #expect(
                try bench.short("DELETE /") == "400 Validation Failed: 1: index / indices is missing;")
            #expect(try bench.short("POST /_close") == "400 Validation Failed: 1: index is missing;")
            #expect(try bench.short("POST /_open") == "400 Validation Failed: 1: index is missing;")
        }
    }

    @Test func pointsInTimeHaveToNameTheirIndices() throws {
        for privileges in ["all", "manage"] {
            let bench = try Bench("*", privileges: privileges)
            #expect(
                try bench.short("POST /_pit?keep_alive=1m")
                    == "400 Validation Failed: 1: [index] is not specified;")
        }
    }

    /// The columns of a table are nobody's business.
    @Test func helpOfTablesIsForEverybody() throws {
        for bench in [
            try Bench("logs-*", privileges: "read"), try Bench("*", privileges: "all", cluster: "all"),
        ] {
            for line in [
                "/_cat/indices?help", "/_cat/shards?v&help=true", "/_cat/aliases?help", "/_cat/health?help=",
                "/_cat/indices/secret?help",
            ] {
                #expect(try bench.short("GET " + line) == "forward " + line)
            }
        }
        let bench = try Bench("logs-*", privileges: "read")
        for query in ["help=false", "help=TRUE", "help&help=false", "help=x"] {
            #expect(try bench.short("GET /_cat/health?" + query) == "403 action [cluster:monitor/health]")
        }
        #expect(try bench.short("GET /_nodes/hot_threads?help").hasPrefix("403 "))
    }

    /// Where the module is missing they are documents of a type, and make the index.
    @Test(arguments: [
        "POST /%_async_search", "POST /%_rank_eval", "POST /%_search/template", "POST /%_msearch/template",
        "POST /%_pit?keep_alive=1m", "POST /%_eql/search", "POST /%_graph/explore", "POST /%_rollup_search",
        "POST /%_terms_enum",
    ])
    func pathsOfModulesMakeNoIndices(_ line: String) throws {
        func named(_ name: String) -> String { line.replacing("%", with: name + "/") }
        let reader = try Bench("logs*", privileges: "read")
        #expect(try reader.short(named("logs-new")) == "404 no such index [logs-new]")
        #expect(try reader.short(named("%3Clogs-%7Bnow%2Fd%7D%3E")).hasPrefix("404 no such index ["))
        #expect(try reader.short(named("logs-new"), knows: nil) == "needs the catalogue")
        for name in ["logs-a", "logs", "logs-a,logs-b", "logs-*"] {
            #expect(try reader.short(named(name)) == "forward " + named(name).dropFirst(5))
        }
        let writer = try Bench("logs*", privileges: "read,create_index")
        #expect(
            try writer.short(named("logs-new"), knows: nil) == "forward " + named("logs-new").dropFirst(5))
    }

    @Test func modulesOfReleasesWithoutTypes() throws {
        let reader = try Bench("logs*", privileges: "read", judge: Bench.judge8)
        #expect(
            try reader.short("POST /logs-new/_async_search", knows: nil) == "forward /logs-new/_async_search")
        let lenient = try Bench("logs*", privileges: "read")
        #expect(
            try lenient.short("POST /logs-new/_async_search?ignore_unavailable=true")
                == "forward /*,-*/_async_search?ignore_unavailable=true")
        #expect(try lenient.short("GET /logs-new/_rank_eval") == "forward /logs-new/_rank_eval")
    }

    /// Elasticsearch judges the name of an alias as it was written, before it makes date math of it.
    @Test func dateMathOfAliases() throws {
        let line = "PUT /logs-a/_alias/%3Clogs-%7Bnow%2Fd%7D%3E"
        let bench = try Bench("logs-*", privileges: "all")
        #expect(
            try bench.short(line) == "403 action [indices:admin/aliases] on indices [<logs-{now/d}>]")
        let all = try Bench("*", privileges: "all")
        #expect(try all.short(line) == "forward /logs-a/_alias/logs-2024.03.22")
    }

    /// What is asked for underneath must be granted on some name, also where none is left.
    @Test func searchesUnderneathAreJudgedWithoutNames() throws {
        let writer = try Bench("ingest-*", privileges: "write,create_index")
        for line in ["POST /logs-*/_update_by_query", "POST /logs-*/_delete_by_query"] {
            #expect(try writer.short(line) == "403 action [indices:data/read/search]")
        }
        let both = try Bench("ingest-*", privileges: "write,read")
        #expect(try both.short("POST /logs-*/_update_by_query") == "forward /*,-*/_update_by_query")
    }

    /// It leaves out what may not be flushed.
    @Test func syncedFlushesAreLenient() throws {
        let bench = try Bench("logs-*", privileges: "maintenance")
        #expect(try bench.short("GET /secret/_flush/synced") == "forward /*,-*/_flush/synced")
        #expect(try bench.short("POST /secret/_flush").hasPrefix("403 action [indices:admin/flush]"))
    }

    /// With nothing to expand to, wildcards and exclusions are names.
    @Test func withoutExpansionWildcardsAreNames() throws {
        let bench = try Bench("logs-*", privileges: Self.reading)
        for flag in ["none", "hidden"] {
            #expect(
                self.sorted(try bench.short("GET /*,-logs-a,-x/_mapping?expand_wildcards=\(flag)"))
                    == "403 action [indices:admin/mappings/get] on indices [*,-logs-a,-x")
        }
        #expect(
            try bench.short("GET /_mapping?expand_wildcards=none&allow_no_indices=false")
                == "404 no such index [[]]")
        #expect(
            try bench.short("GET /secret,none/_mapping?ignore_unavailable=true&allow_no_indices=false")
                == "404 no such index [[secret, none]]")
    }

    /// An expression that comes to nothing is told before what is granted nowhere, where names may be remote.
    @Test func remoteCapableActionsLookAtNamesFirst() throws {
        let bench = try Bench("logs-*", privileges: "monitor")
        #expect(
            try bench.short("POST /sec*/_pit?keep_alive=1m&allow_no_indices=false")
                == "404 no such index [sec*]")
        #expect(
            try bench.short("GET /sec*/_mapping?allow_no_indices=false")
                == "403 action [indices:admin/mappings/get]")
    }

    /// A pattern beside a name that is left out has to be expanded, though all that it matches is granted.
    @Test func aListIsExpandedWhereANameIsLeftOut() throws {
        let bench = try Bench("logs-*", privileges: Self.reading)
        let line = "GET /secret,logs-*/_search?ignore_unavailable=true"
        #expect(try bench.short(line, knows: nil) == "needs the catalogue")
        #expect(try bench.short(line) == "forward /logs-a,logs-b/_search?ignore_unavailable=true")
        #expect(try bench.short("GET /logs-*/_search", knows: nil) == "forward /logs-*/_search")
        #expect(
            try bench.short("GET /logs-a,secret/_search", knows: nil)
                == "403 action [indices:data/read/search] on indices [secret]")
    }

    // MARK: One name

    /// An API that takes no list takes a comma for a part of the name.
    @Test func aListIsOneNameWhereNoListIsTaken() throws {
        let bench = try Bench("logs-a", "logs-b", privileges: "read")
        #expect(
            try bench.short("GET /logs-a,logs-b/_doc/1")
                == "403 action [indices:data/read/get] on indices [logs-a,logs-b]")
        #expect(try bench.short("GET /logs-a/_doc/1") == "forward /logs-a/_doc/1")
        #expect(try Bench("*", privileges: "read").short("GET /logs-a,logs-b/_doc/1").hasPrefix("400"))
        #expect(
            try bench.short("GET /%3Cother-%7Bnow%2Fd%7D%3E/_doc/1")
                == "403 action [indices:data/read/get] on indices [other-2024.03.22]")
    }

    @Test func whatWouldBeMadeIsLookedAtFirst() throws {
        let bench = try Bench("logs-*", privileges: "index")
        #expect(
            try bench.short("PUT /other/_doc/1") == "403 action [indices:admin/auto_create]")
        #expect(
            try Bench("logs-*", privileges: "index,create_index").short("PUT /other/_doc/1")
                == "403 action [indices:admin/auto_create] on indices [other]")
        #expect(
            try bench.short("PUT /secret/_doc/1")
                == "403 action [indices:data/write/bulk[s]] on indices [secret]")
        #expect(try bench.short("PUT /secret/_doc/1", knows: nil) == "needs the catalogue")
        #expect(try bench.short("PUT /logs-new/_doc/1") == "403 action [indices:admin/auto_create]")
        #expect(try bench.short("PUT /logs-a/_doc/1") == "forward /logs-a/_doc/1")
        // The operation of an item is denied on its index, also where it is granted on none.
        #expect(
            try Bench("logs-*", privileges: "create_doc").short("PUT /logs-a/_doc/1")
                == "403 action [indices:data/write/index:op_type/index] on indices [logs-a]")
    }

    // MARK: Aliases

    @Test(arguments: [
        ("GET /logs-a/_alias/logs", "403 action [indices:admin/aliases/get] on indices [logs,logs-b]"),
        (
            "GET /secret/_alias/logs",
            "403 action [indices:admin/aliases/get] on indices [secret,logs,logs-a,logs-b]"
        ),
        (
            "GET /_alias/secret-alias",
            "403 action [indices:admin/aliases/get] on indices [secret-alias,secret]"
        ),
        // No flag and no date math concerns the names of aliases.
        (
            "GET /*/_alias/secret?ignore_unavailable=true&allow_no_indices=false",
            "403 action [indices:admin/aliases/get] on indices [secret]"
        ),
        (
            "GET /*/_alias/%3Cx-%7Bnow%2Fd%7D%3E",
            "403 action [indices:admin/aliases/get] on indices [<x-{now/d}>]"
        ),
        ("GET /*/_alias/a,,b", "403 action [indices:admin/aliases/get]"),
        // Where no index is left, no alias is looked at.
        ("GET /sec*/_alias/secret", "forward /*,-*/_alias/secret"),
        ("GET /_alias/secret?expand_wildcards=none", "forward /*,-*/_alias/secret?expand_wildcards=none"),
        ("HEAD /sec*/_alias/secret", "forward /*,-*/_alias/secret"),
        // Wildcards become names that may be told, of what the request is about.
        ("GET /logs-a/_alias/l*?expand_wildcards=none", "forward /logs-a/_alias/%7C*?expand_wildcards=none"),
        ("GET /logs-a/_alias/x,-secret", "403 action [indices:admin/aliases/get] on indices [x]"),
        ("GET /logs-a/_alias/-secret", "forward /logs-a/_alias/-secret"),
    ])
    func aliases(_ line: String, _ verdict: String) throws {
        let bench = try Bench("logs-*", privileges: Self.reading)
        #expect(self.sorted(try bench.short(line)) == self.sorted(verdict))
    }

    @Test func patternsOfAliasesBecomeNames() throws {
        let bench = try Bench("logs*", "mixed", privileges: Self.reading)
        #expect(
            try bench.short("GET /*/_alias/*")
                == "forward /logs,logs-a,logs-b,logs-closed,mixed/_alias/logs,mixed")
        #expect(try bench.short("GET /logs-b/_alias/*") == "forward /logs-b/_alias/logs")
        #expect(try bench.short("GET /logs-a/_alias/*,-mixed") == "forward /logs-a/_alias/logs")
        #expect(try bench.short("GET /logs-a/_alias/*,-*") == "forward /logs-a/_alias/%7C*")
        #expect(try bench.short("GET /logs-a/_alias/l*") == "forward /logs-a/_alias/logs")
        #expect(try bench.short("GET /logs-a/_alias/logs*") == "forward /logs-a/_alias/logs*")
    }

    /// Up to 6 `*,-*` is all aliases of the index, which would be told, or taken away.
    @Test(arguments: ["GET", "HEAD", "DELETE"])
    func noAliasIsLeft(_ method: String) throws {
        for judge in [Bench.judge5, Bench.judge6, Bench.judge7, Bench.judge8] {
            let bench = try Bench("logs-*", privileges: "manage", judge: judge)
            for name in ["m*", "*", "_all", "m*,-mixed"] {
                #expect(
                    try bench.short("\(method) /logs-a/_alias/\(name)") == "forward /logs-a/_alias/%7C*",
                    "\(name) of \(judge.release)")
            }
        }
    }

    /// Before 6 an alias could be called like an exclusion.
    @Test func oldReleasesGetNoExclusions() throws {
        let bench = try Bench("logs*", privileges: Self.reading, judge: Bench.judge5)
        #expect(try bench.short("GET /logs-a/_alias/logs,-secret") == "forward /logs-a/_alias/logs")
    }

    /// The names in a denial come in Java's order, which is tested with it.
    private func sorted(_ verdict: String) -> String {
        guard let start = verdict.firstRange(of: "on indices [")?.upperBound else { return verdict }
        let names = verdict[start...].dropLast().split(separator: ",").sorted().joined(separator: ",")
        return verdict[..<start] + names
    }

    // MARK: Several actions

    @Test func anActionThatIsGrantedNowhereIsDeniedInItsTurn() throws {
        let bench = try Bench("logs-*", privileges: "view_index_metadata", cluster: "monitor")
        #expect(
            try bench.short("GET /_cat/indices/logs-a?ignore_unavailable=true&allow_no_indices=false")
                == "403 action [indices:monitor/stats]")
        #expect(
            try bench.short("GET /_cat/indices/secret?allow_no_indices=false")
                == "403 action [indices:monitor/settings/get] on indices [secret]")
    }

    @Test func theListOfAliasesSaysWhichIsDenied() throws {
        let bench = try Bench("logs*", privileges: Self.reading)
        #expect(
            try bench.short("GET /_cat/aliases/secret,logs")
                == "403 action [indices:admin/aliases/get] on indices [secret]")
        #expect(try bench.short("GET /_cat/aliases/logs").contains("cannot be narrowed"))
        #expect(
            try Bench("*", privileges: Self.reading).short("GET /_cat/aliases/logs")
                == "forward /_cat/aliases/logs")
    }

    /// An id is one's own, and the action has to be granted somewhere.
    @Test func scrollsTakeTheirAction() throws {
        #expect(
            try Bench("logs-*", privileges: "index").short("GET /_search/scroll/abc")
                == "403 action [indices:data/read/scroll]")
        #expect(try Bench("logs-*", privileges: "read").short("GET /_search/scroll/abc").hasPrefix("404"))
    }

    // MARK: 8

    /// What 8.18.1 says otherwise: it names what was asked for, no alias and nothing behind one, and denies date math.
    @Test(arguments: [
        ("GET /logs-a,-x/_segments", "403 action [indices:monitor/segments] on indices [-x,logs-a]"),
        (
            "GET /%3Cx-%7Bnow%2Fd%7D%3E/_segments",
            "403 action [indices:monitor/segments] on indices [<x-{now/d}>]"
        ),
        ("GET /_segments", "403 action [indices:monitor/segments]"),
        ("GET /mixed/_search", "403 action [indices:data/read/search] on indices [mixed]"),
        (
            "GET /%3Csecret-%7Bnow%2Fd%7D%3E/_search",
            "403 action [indices:data/read/search] on indices [secret-2024.03.22]"
        ),
        ("GET /logs-a/_alias/secret", "403 action [indices:admin/aliases/get]"),
        ("PUT /secret/_doc/1", "403 action [indices:data/write/index] on indices [secret]"),
        ("POST /_bulk", "403 action [indices:data/write/bulk]"),
        ("POST /*,-*/_refresh", "403 action [indices:admin/refresh]"),
        ("GET /%3Csecret%3E/_doc/1", "403 action [indices:data/read/get] on indices [<secret>]"),
        ("POST /_aliases", "forward /_aliases"),
        ("GET /secret/_alias/mixed", "403 action [indices:admin/aliases/get] on indices [secret]"),
    ])
    func denialsOf8(_ line: String, _ verdict: String) throws {
        let bench = try Bench("logs-*", privileges: Self.reading, judge: Bench.judge8)
        #expect(self.sorted(try bench.short(line)) == self.sorted(verdict))
    }

    /// What stands behind an alias is told up to 7 (to users of 8.18.1 as little as to keys).
    @Test func targetsOfAliasesAreNotToldSince8() throws {
        let subjects: [Denial.Subject] = [
            .user("u", roles: ["r"]), .apiKey(id: "KEY", owner: "u"), .runAs("u", roles: ["r"], by: "v"),
        ]
        let action = try #require(Action("indices:data/read/search"))
        let names: [(Judge, Set<String>)] = [
            (Bench.judge7, ["mixed", "logs-a", "secret"]), (Bench.judge8, ["mixed"]),
        ]
        for (judge, expected) in names {
            let bench = try Bench("logs-*", privileges: Self.reading, judge: judge)
            for subject in subjects {
                let requester = Requester(
                    privileges: bench.requester.privileges, subject: subject, holder: Array("h".utf8))
                let reason = judge.denial(action, ["mixed"], requester, catalogue: Bench.catalogue)
                let start = try #require(reason.firstRange(of: "on indices [")?.upperBound)
                let told = reason[start...].prefix { $0 != "]" }.split(separator: ",").map(String.init)
                #expect(Set(told) == expected, "\(reason)")
            }
        }
    }
}
