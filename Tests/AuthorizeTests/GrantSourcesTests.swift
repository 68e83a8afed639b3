import Elasticsearch
import Testing

@testable import Authorize

@Suite struct GrantSourcesTests {
    static func descriptor(
        _ name: String, _ entries: [RoleDescriptor.Indices], cluster: [String] = []
    )
        -> RoleDescriptor
    {
        var descriptor = RoleDescriptor(name: name)
        descriptor.indices = entries
        descriptor.cluster = cluster
        return descriptor
    }

    private static let actions = [
        "indices:data/read/search", "indices:data/write/bulk[s]", "indices:admin/create",
        "indices:admin/mapping/put",
        "indices:data/read/get", "indices:monitor/stats",
    ].compactMap { Action($0) }

    /// What single entries are said to grant is what the role grants: on a name one of them must, on a pattern
    /// they may only together.
    @Test(arguments: 0..<200)
    func sourcesAgreeWithTheRole(_ seed: UInt64) throws {
        var random = RandomText(seed: seed)
        var descriptors: [RoleDescriptor] = []
        for number in 0..<(1 + random.below(3)) {
            let entries = (0..<random.below(4)).map { _ in
                RoleDescriptor.Indices(
                    names: (0...random.below(2)).map { _ in
                        random.below(4) == 0 ? "." + random.wildcards() : random.wildcards()
                    },
                    privileges: (0...random.below(2)).map { _ in
                        random.pick([
                            "read", "write", "all", "none", "create", "view_index_metadata", "monitor",
                            "index",
                        ])
                    },
                    allowsRestricted: random.below(2) == 0)
            }
            descriptors.append(
                Self.descriptor(
                    "role-\(number)", entries, cluster: [random.pick(["monitor", "all", "manage_security"])]))
        }
        guard let role = try? Role(descriptors, .v8) else { return }
        let privileges = Privileges(user: role)
        let sources = try GrantSources(descriptors, .v8)
        for action in Self.actions {
            let name = random.below(4) == 0 ? ".security-7" : random.name()
            var scopes: [DecisionRecorder.Scope] = [
                .somewhere, .everywhere, .pattern(random.pick(["*", "a*", ".*", "b-*"])),
            ]
            if !name.isEmpty { scopes.append(.index(name)) }
            for scope in scopes {
                let question = DecisionRecorder.Question(action, scope)
                let isGranted = privileges.answers(to: question) == [true]
                let granting = sources.sources(of: question).filter { $0.lacks == nil }
                #expect(
                    !granting.isEmpty == isGranted, "\(scope) \(action) \(descriptors.flatMap(\.indices))")
                #expect(granting.allSatisfy { $0.privilege != nil })
            }
        }
        let action = try #require(Action("cluster:monitor/health"))
        let question = DecisionRecorder.Question(action, .cluster)
        #expect(!sources.sources(of: question).isEmpty == privileges.allows(action))
        let everything = DecisionRecorder.Question(nil, .everything)
        #expect(privileges.answers(to: everything) == [privileges.isUnrestricted])
        if privileges.isUnrestricted { #expect(!sources.sources(of: everything).isEmpty) }
    }

    @Test func whatComesNearSaysWhatItLacks() throws {
        let descriptors = [
            Self.descriptor(
                "one",
                [
                    RoleDescriptor.Indices(names: ["logs-*"], privileges: ["write", "read"]),
                    RoleDescriptor.Indices(names: ["x", "secret*"], privileges: ["monitor"]),
                    RoleDescriptor.Indices(names: ["*"], privileges: ["read"]),
                    RoleDescriptor.Indices(names: ["unrelated"], privileges: ["manage"]),
                ])
        ]
        let sources = try GrantSources(descriptors, .v8)
        let search = try #require(Action("indices:data/read/search"))
        let write = try #require(Action("indices:data/write/bulk[s]"))
        func told(_ action: Action, _ name: String) -> [String] {
            sources.sources(of: DecisionRecorder.Question(action, .index(name))).map {
                "\($0.entry) \($0.pattern ?? "-") \($0.privilege ?? "-") \($0.lacks?.rawValue ?? "grants")"
            }
        }
        #expect(told(search, "logs-a") == ["0 logs-* read grants", "2 * read grants"])
        #expect(told(write, "secret-1") == ["0 - write name", "1 secret* - privilege", "2 * - privilege"])
        #expect(told(search, ".security-7") == ["0 - read name", "2 * read allow_restricted_indices"])
    }

    @Test func aPatternMayBeCoveredByEntriesTogether() throws {
        let descriptors = [
            Self.descriptor("one", [RoleDescriptor.Indices(names: ["a*"], privileges: ["read"])]),
            Self.descriptor(
                "two",
                [RoleDescriptor.Indices(names: ["/()|[^a].*/"], privileges: ["read"], allowsRestricted: true)]
            ),
            Self.descriptor("three", [RoleDescriptor.Indices(names: ["*"], privileges: ["monitor"])]),
        ]
        let sources = try GrantSources(descriptors, .v8)
        let search = try #require(Action("indices:data/read/search"))
        let found = sources.sources(of: DecisionRecorder.Question(search, .pattern("*")))
        #expect(found.map(\.role) == ["one", "two"] && found.allSatisfy { $0.lacks == nil })
    }

    @Test func whatIsAskedIsNoted() throws {
        let role = try Role(
            [Self.descriptor("r", [RoleDescriptor.Indices(names: ["a"], privileges: ["read"])])], .v8)
        let recorder = DecisionRecorder()
        let privileges = Privileges(user: role).recording(into: recorder)
        let search = try #require(Action("indices:data/read/search"))
        for (name, isGranted) in [("a", true), ("b", false), ("a", true)] {
            let allows = privileges.allows(search, index: Array(name.utf8).span)
            #expect(allows == isGranted)
        }
        #expect(privileges.allowsSomewhere(search) && !privileges.allowsEverywhere(search))
        #expect(!privileges.allows(search, everyNameOf: "a*") && !privileges.isUnrestricted)
        #expect(
            recorder.questions.map(\.question.scope) == [
                .index("a"), .index("b"), .somewhere, .everywhere, .pattern("a*"), .everything,
            ])
        #expect(recorder.questions.map(\.isGranted) == [true, false, true, false, false, false])
        for number in 0..<1000 { _ = privileges.allows(search, index: Array("n-\(number)".utf8).span) }
        #expect(recorder.questions.count == DecisionRecorder.questionsMax && recorder.omittedCount == 506)
    }
}
