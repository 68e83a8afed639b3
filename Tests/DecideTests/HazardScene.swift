import Authorize
import Bodies
import Bytes
import Classify
import Cursors
import Elasticsearch
import HTTP
import Resolve
import Synchronization
import Testing

@testable import Decide

/// A cluster with an index `secret`, and a key that may read `logs-*` and write to `ingest-*`: what becomes of a request.
struct HazardScene {
    static let seal: CursorSeal = {
        guard let seal = CursorSeal(secret: [UInt8](repeating: 7, count: CursorSeal.secretLength)) else {
            preconditionFailure("the secret has its length")
        }
        return seal
    }()
    /// A release's routes take a second to put together without optimisation.
    private static let judges = Mutex<[Release: Judge]>([:])
    /// 2026-01-02T03:04:05Z.
    static let now: Int64 = 1_767_323_045_000

    let judge: Judge
    let requester: Requester
    let catalogue: IndexCatalogue

    init(_ release: Release, cluster: [String] = []) throws {
        self.judge = Self.judges.withLock { judges in
            if let known = judges[release] { return known }
            let judge = Judge(release: release, seal: Self.seal)
            judges[release] = judge
            return judge
        }
        var descriptor = RoleDescriptor(name: "limited")
        descriptor.cluster = cluster
        descriptor.indices = [
            RoleDescriptor.Indices(
                names: ["logs-*"], privileges: ["read", "view_index_metadata", "monitor"]),
            RoleDescriptor.Indices(names: ["ingest-*"], privileges: ["write", "create_index"]),
        ]
        self.requester = Requester(
            privileges: Privileges(user: try Role([descriptor], self.judge.privileges)),
            subject: .apiKey(id: "the-key", owner: "ada"), holder: Array("key:the-key@default".utf8))
        typealias Entry = IndexCatalogue.Entry
        self.catalogue = IndexCatalogue(
            entries: [
                Entry(name: "logs-a", kind: .index), Entry(name: "logs-b", kind: .index),
                Entry(name: "logs-2026.01.02", kind: .index), Entry(name: "secret", kind: .index),
                Entry(name: "ingest-1", kind: .index),
                Entry(name: ".security-7", kind: .index, isHidden: true),
                Entry(name: "logs-hidden", kind: .index, isHidden: true),
                Entry(name: "logs-closed", kind: .index, isOpen: false),
                Entry(name: "mixed", kind: .alias, targets: ["logs-a", "secret"]),
                Entry(name: "logs-alias", kind: .alias, targets: ["secret"]),
            ], generation: 1, takenAt: 0)
    }

    /// In words: `STATUS REASON` of a refusal; `-> TARGET CONTENT` of what the upstream gets, with `denied [POSITIONS]`
    /// before it where items were taken out.
    func run(_ line: String, _ content: String? = nil) -> String {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let method = Method(Array(words[0].utf8).span)
        let target = RequestTarget()
        let bytes = Array(words[1].utf8)
        do throws(TargetError) {
            try target.parse(
                bytes.span, 0..<bytes.count, plusIsSpace: self.judge.release.major < 8, limits: .default)
        } catch {
            return "400 \(error)"
        }
        let verdict = self.judge.judge(
            method, target, self.requester, catalogue: self.catalogue, now: Self.now)
        switch verdict {
        case .forward(let passage): return self.read(content, passage, target)
        case .needsCatalogue: return "needs a catalogue although it has one"
        case .options(let methods): return "200 \(methods.text)"
        case .denied(let action, let names, let beside):
            return
                "403 \(self.judge.denial(action, names, beside: beside, self.requester, catalogue: self.catalogue))"
        case .refused(let error, _): return "\(error.status) \(error.reason)"
        }
    }

    private static func text(_ target: RequestTarget) -> String {
        let buffer = ByteBuffer(capacity: 256)
        target.write(into: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }

    private func read(_ content: String?, _ passage: Passage, _ target: RequestTarget) -> String {
        let to = "-> \(Self.text(target))"
        guard let content else { return to }
        let bytes = Array(content.utf8)
        let output = ByteBuffer(capacity: 256)
        switch passage.content {
        case .stream: return "\(to) \(content)"
        case .inspectKibana: return "no Kibana"
        case .bulk:
            var defaults = BulkDefaults()
            defaults.refusesScripts = passage.refusesScripts
            defaults.index = passage.defaultIndex.map { Array($0.utf8) }
            if target.segmentCount == 3 { defaults.type = Array(target.segmentText(1).utf8) }
            var filter = BulkFilter(defaults: defaults)
            var judge = BulkNameJudge(
                self.judge, self.requester, catalogue: self.catalogue, now: Self.now)
            do throws(ContentRefusal) {
                try filter.filter(bytes.span, into: output, judge: &judge)
                try filter.finish()
            } catch {
                return "\(error.response.status) \(error.response.reason)"
            }
            let denied = filter.denials.first(100).map(\.position)
            let rest = String(decoding: output.readable, as: UTF8.self)
            return denied.isEmpty ? "\(to) \(rest)" : "denied \(denied) \(to) \(rest)"
        case .inspect(let kind):
            var passage = passage
            passage.catalogue = self.catalogue
            let verdict = ContentJudge(self.judge, self.requester, passage, now: Self.now).judge(
                kind, bytes.span, limits: BodyLimits(), style: ResponseStyle(major: 8), into: output)
            switch verdict {
            case .unchanged: return "\(to) \(content)"
            case .rewritten(let denied, _):
                let positions = denied.map { "denied \($0.first(100).map(\.position)) " } ?? ""
                return "\(positions)\(to) \(String(decoding: output.readable, as: UTF8.self))"
            case .answered(let denied): return "denied \(denied.first(100).map(\.position))"
            case .needsCatalogue: return "needs a catalogue although it has one"
            case .needsRendering: return "needs rendering"
            case .refused(let error, _): return "\(error.status) \(error.reason)"
            }
        }
    }
}
