import Authorize
import Bodies
import Bytes
import Classify
import Cursors
import Elasticsearch
import HTTP
import JSON
import Resolve
import Testing

@testable import Decide

/// A cluster, and what a key that has the descriptor may do on it.
struct Bench {
    static let judge7 = Judge(release: Release(.elasticsearch, 7, 17), seal: Self.seal)
    static let judge5 = Judge(release: Release(.elasticsearch, 5, 6), seal: Self.seal)
    static let judge6 = Judge(release: Release(.elasticsearch, 6, 8), seal: Self.seal)
    static let judge8 = Judge(release: Release(.elasticsearch, 8, 18), seal: Self.seal)
    static let seal: CursorSeal = {
        guard let seal = CursorSeal(secret: [UInt8](repeating: 7, count: 32)) else {
            preconditionFailure("a secret of 32 bytes")
        }
        return seal
    }()
    /// 2024-03-22T12:00:00Z.
    static let now: Int64 = 1_711_108_800_000

    static let catalogue = IndexCatalogue(
        entries: [
            .init(name: "logs-a", kind: .index), .init(name: "logs-b", kind: .index),
            .init(name: "logs-closed", kind: .index, isOpen: false), .init(name: "secret", kind: .index),
            .init(name: "ingest-1", kind: .index),
            .init(name: "logs", kind: .alias, targets: ["logs-a", "logs-b"]),
            .init(name: "mixed", kind: .alias, targets: ["logs-a", "secret"]),
            .init(name: "secret-alias", kind: .alias, targets: ["secret"]),
        ], generation: 1, takenAt: 0)

    let judge: Judge
    let requester: Requester

    /// - Parameter descriptor: JSON, e.g. `{"indices":[...]}`.
    init(_ descriptor: String, judge: Judge = Bench.judge7) throws {
        self.judge = judge
        let value = try JSONParser.parse(Array(descriptor.utf8))
        let role = try Role([try RoleDescriptor("r", value)], judge.privileges)
        self.requester = Requester(
            privileges: Privileges(user: role), subject: .apiKey(id: "KEY", owner: "elastic"),
            holder: Array("key".utf8))
    }

    /// All `privileges` on the names.
    init(_ names: String..., privileges: String, cluster: String = "", judge: Judge = Bench.judge7) throws {
        func list(_ texts: [String]) -> String {
            "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        }
        func words(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
        try self.init(
            """
            {"cluster":\(list(words(cluster))),"indices":[{"names":\(list(names)),"privileges":\(list(words(privileges)))}]}
            """, judge: judge)
    }

    /// What becomes of a request line.
    func judged(
        _ line: String, into target: RequestTarget = RequestTarget(),
        knows: IndexCatalogue? = Bench.catalogue, isCompatible: Bool = false
    ) throws -> Verdict {
        let parts = line.split(separator: " ", maxSplits: 1)
        let bytes = Array(parts[1].utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
        return self.judge.judge(
            Method(Array(parts[0].utf8).span), target, self.requester, catalogue: knows,
            isCompatible: isCompatible,
            now: Self.now)
    }

    /// The same in words: `forward TARGET`, or the status and the reason.
    func verdict(_ line: String, knows: IndexCatalogue? = Bench.catalogue) throws -> String {
        let target = RequestTarget()
        let verdict = try self.judged(line, into: target, knows: knows)
        switch verdict {
        case .forward:
            let buffer = ByteBuffer(capacity: 256)
            target.write(into: buffer)
            return "forward \(String(decoding: buffer.array, as: UTF8.self))"
        case .needsCatalogue: return "needs the catalogue"
        case .options: return "options"
        case .denied(let action, let names, let beside):
            return "403 "
                + self.judge.denial(action, names, beside: beside, self.requester, catalogue: Self.catalogue)
        case .refused(let error, _): return "\(error.status) \(error.reason)"
        }
    }

    /// The same without what would grant it.
    func short(_ line: String, knows: IndexCatalogue? = Bench.catalogue) throws -> String {
        let verdict = try self.verdict(line, knows: knows)
        guard let end = verdict.firstRange(of: ", this action is granted by") else { return verdict }
        return String(verdict[..<end.lowerBound])
            .replacing(" is unauthorized for API key id [KEY] of user [elastic]", with: "")
    }
}
