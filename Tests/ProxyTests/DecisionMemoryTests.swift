import Authorize
import Classify
import Cursors
import Decide
import HTTP
import JSON
import Resolve
import Testing

@testable import Proxy

/// What is remembered of a decision, and what has to be judged each time.
@Suite struct DecisionMemoryTests {
    /// Made once: it takes its time.
    private static let shared = CursorSeal(secret: [UInt8](repeating: 7, count: CursorSeal.secretLength)).map
    {
        Judge(release: Release(.elasticsearch, 7, 17), seal: $0)
    }
    private let judge: Judge
    private let requester: Requester
    private let memory = DecisionMemory()

    init() throws {
        self.judge = try #require(Self.shared)
        let text = """
            {"r": {"cluster": ["monitor"], "index": [{"names": ["logs", "logs-*"], "privileges": ["read", "write"]}]}}
            """
        let role = try Role(try RoleDescriptor.all(JSONParser.parse(Array(text.utf8))), self.judge.privileges)
        self.requester = Requester(
            privileges: Privileges(user: role), subject: .user("u", roles: ["r"], unknown: []), holder: [1])
    }

    private func target(_ text: String) throws -> RequestTarget {
        let target = RequestTarget()
        let bytes = Array(text.utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: true, limits: .default)
        return target
    }

    /// Judges a request as ``Steps`` does when nothing is remembered.
    @discardableResult
    private func take(_ method: Method, _ text: String, catalogue: IndexCatalogue? = nil) throws -> Verdict {
        let target = try self.target(text)
        let image = target.image
        let verdict = self.judge.judge(
            method, target, self.requester, catalogue: catalogue, now: 1_700_000_000_000)
        self.memory.remember(method, image, target, isCompatible: false, verdict)
        return verdict
    }

    private func isKnown(_ method: Method, _ text: String, isCompatible: Bool = false) throws -> Bool {
        self.memory.passage(method, try self.target(text), isCompatible: isCompatible) != nil
    }

    @Test(arguments: [
        (Method.get, "/logs/_doc/1"), (.post, "/logs/_search"), (.get, "/_cluster/settings?x=y"),
        (.get, "/_cluster/health"), (.get, "/"),
    ])
    func aPlainRequestIsRemembered(method: Method, text: String) throws {
        guard case .forward(let passage) = try self.take(method, text) else {
            Issue.record("\(text) is not granted")
            return
        }
        let known = try #require(self.memory.passage(method, try self.target(text), isCompatible: false))
        #expect(known.endpoint === passage.endpoint && known.changes == passage.changes)
        #expect(known.defaultIndex == passage.defaultIndex)
    }

    @Test func anotherRequestIsNotTakenForIt() throws {
        try self.take(.get, "/logs/_doc/1")
        #expect(try self.isKnown(.get, "/logs/_doc/1"))
        for text in ["/logs/_doc/2", "/other/_doc/1", "/logs/_doc/1?x", "/logs/_doc", "/logs/_doc%2F1", "/"] {
            #expect(try !self.isKnown(.get, text), "\(text)")
        }
        #expect(try !self.isKnown(.delete, "/logs/_doc/1"))
        #expect(try !self.isKnown(.get, "/logs/_doc/1", isCompatible: true))
        // The last one takes its place.
        try self.take(.get, "/logs/_doc/2")
        #expect(try self.isKnown(.get, "/logs/_doc/2") && !self.isKnown(.get, "/logs/_doc/1"))
    }

    /// Denied, or dependent on the names that are there or on the time.
    @Test(arguments: [
        "/other/_search", "/logs*/_search", "/_search", "/logs,logs-1/_search",
        "/%3Clogs-%7Bnow%2Fd%7D%3E/_search",
        "/_security/user", "/no/such/endpoint", "/_cat/indices",
    ])
    func othersAreJudgedEachTime(text: String) throws {
        let catalogue = IndexCatalogue(entries: [], generation: 1, takenAt: 0)
        try self.take(.get, text)
        #expect(try !self.isKnown(.get, text))
        try self.take(.get, text, catalogue: catalogue)
        #expect(try !self.isKnown(.get, text))
    }

    /// Whether a write makes its index depends on what is there.
    @Test func aWriteThatMayMakeAnIndexIsJudgedEachTime() throws {
        try self.take(.put, "/logs-1/_doc/1?refresh=true")
        #expect(try !self.isKnown(.put, "/logs-1/_doc/1?refresh=true"))
    }

    @Test func whatWasJudgedWithACatalogueIsNotRemembered() throws {
        let catalogue = IndexCatalogue(entries: [], generation: 1, takenAt: 0)
        try self.take(.get, "/logs/_doc/1", catalogue: catalogue)
        #expect(try !self.isKnown(.get, "/logs/_doc/1"))
    }
}
