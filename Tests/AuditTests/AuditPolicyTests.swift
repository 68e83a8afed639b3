import Bytes
import Testing

@testable import Audit

struct AuditPolicyTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("*", "", true), ("*", "abc", true), ("a*", "abc", true),
        ("a*", "bac", false),
        ("*c", "abc", true), ("*b*", "abc", true), ("a?c", "abc", true), ("a?c", "ac", false),
        ("a**c", "ac", true),
        ("*a*b", "xaxbxb", true), ("*a*b", "xaxbx", false), ("abc", "abcd", false),
        ("logs-*-2", "logs-1-2", true),
    ])
    func wildcards(_ pattern: String, _ text: String, _ expected: Bool) {
        #expect(Wildcards(pattern).matches(text) == expected)
    }

    /// Not exponential: each `*` but the last is settled once.
    @Test func manyWildcardsAreQuick() {
        let pattern = Wildcards(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 5000)))
    }

    private static func indices(_ names: [String]) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 64)
        for (index, name) in names.enumerated() { AuditIndices.append(name, first: index == 0, to: buffer) }
        return buffer
    }

    @Test(arguments: [
        (["logs-1"], ["logs-*"], true), (["logs-1", "logs-2"], ["logs-*"], true),
        (["logs-1", "other"], ["logs-*"], false), (["a", "b"], ["b", "a"], true), ([], ["*"], false),
        (["with\"quote"], ["*"], true),
    ])
    func allIndicesMustMatch(_ names: [String], _ patterns: [String], _ expected: Bool) {
        let list = Self.indices(names)
        #expect(AuditIndices.allMatch(patterns.map { Wildcards($0) }, list.readable) == expected)
    }

    private static func tells(
        _ policy: (inout AuditPolicy) -> Void, user: String = "ann", key: String? = nil,
        event: AuditEvent = .accessGranted,
        action: String = "indices:data/read/search", indices: [String] = ["logs-1"]
    ) -> Bool {
        var settings = AuditSettings(nodeName: "n")
        var ignored = AuditPolicy()
        policy(&ignored)
        // One that never applies is before it.
        var other = AuditPolicy()
        other.users = [Wildcards("nobody-has-this-name")]
        settings.ignored = [other, ignored]
        let list = self.indices(indices)
        var (user, key) = (user, key ?? "")
        let subject = key.withUTF8 { key in
            user.withUTF8 { user in
                key.isEmpty
                    ? AuditMembers.user(settings, String(decoding: user, as: UTF8.self), realm: "r")
                    : AuditMembers.key(
                        settings, id: key, name: AuditRecord.none,
                        username: String(decoding: user, as: UTF8.self),
                        realm: "r")
            }
        }
        var record = AuditRecord()
        record.event = event
        record.policies = subject.policies
        record.action = action
        record.indices = list.readable
        return settings.tells(record)
    }

    @Test func allPartsMustApply() {
        #expect(!Self.tells { $0.users = [Wildcards("a*")] })
        #expect(Self.tells { $0.users = [Wildcards("b*")] })
        #expect(
            !Self.tells {
                $0.users = [Wildcards("ann")]; $0.actions = [Wildcards("indices:data/read/*")]
            })
        #expect(
            Self.tells {
                $0.users = [Wildcards("ann")]; $0.actions = [Wildcards("indices:data/write/*")]
            })
        #expect(!Self.tells { $0.indices = [Wildcards("logs-*")] })
        #expect(Self.tells({ $0.indices = [Wildcards("logs-*")] }, indices: []))
        #expect(Self.tells { $0.events = AuditEvents(.accessDenied) })
        #expect(!Self.tells { $0.events = AuditEvents(.accessGranted) })
    }

    @Test func keysAreMeantByIDOrName() {
        #expect(Self.tells { $0.keys = [Wildcards("*")] }, "a user has no key")
        #expect(!Self.tells({ $0.keys = [Wildcards("VuaC*")] }, key: "VuaCfG"))
        #expect(Self.tells({ $0.keys = [Wildcards("other")] }, key: "VuaCfG"))
    }

    @Test func eventsByName() {
        for event in AuditEvent.allCases { #expect(AuditEvent(name: "\(event.name)") == event) }
        #expect(AuditEvent(name: "access") == nil)
        #expect(AuditEvents.all.has(.securityConfigChange))
        #expect(!AuditEvents.standard.has(.authenticationSuccess))
    }
}
