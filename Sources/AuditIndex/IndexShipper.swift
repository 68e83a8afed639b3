public import Audit
internal import Client
internal import Dispatch
internal import HTTP
internal import JSON
public import Observe
internal import Synchronization

/// Delivers the lines of a ``Spool`` to a cluster by `_bulk`, in their order, on a queue of its own that may block. What the
/// cluster cannot take for now is tried again, ever later, up to ``retryMax``.
public final class IndexShipper: Sendable {
    /// Seconds before the first and between the last attempts while a cluster takes nothing.
    private static let retryMin = 0.5
    private static let retryMax = 30.0
    /// Nanoseconds between two reports of the same trouble.
    private static let reportInterval: UInt64 = 60_000_000_000

    /// What is used on the queue only.
    private struct Confined {
        var client: Client?
        var node = 0
        var release: IndexRelease?
        var hasTemplate = false
        /// What was read of the spool and is not delivered in whole.
        var piece: Spool.Piece?
        var batch: BulkBatch?
        /// Lines of one request; fewer after one was too large.
        var linesMax = Int.max
        var failures = 0
        var reportedAt: UInt64 = 0
        /// Refusals since they were reported.
        var refusals = 0
        var refusalsReportedAt: UInt64 = 0
    }

    private let spool: Spool
    private let delivery: IndexDelivery
    private let counts: AuditDeliveryCounts
    /// Takes the lines that the cluster refused.
    private let refused: LineWriter
    private let logger: Logger?
    private let queue = DispatchQueue(label: "keyward.audit.index", qos: .utility)
    private let isStopping = Atomic<Bool>(false)
    // SAFETY: used on `queue` only.
    private nonisolated(unsafe) var confined = Confined()

    /// - Parameters:
    ///   - refused: takes lines that the cluster will never take.
    ///   - counts: of what became of the lines.
    public init(
        _ delivery: IndexDelivery, spool: Spool, refused: LineWriter, counts: AuditDeliveryCounts,
        logger: Logger?
    ) {
        self.delivery = delivery
        self.spool = spool
        self.refused = refused
        self.counts = counts
        self.logger = logger
    }

    /// Begins to deliver.
    public func start() { self.queue.async { self.turn() } }

    /// Delivers what is left, unless the cluster takes nothing or `seconds` are over. The rest waits on the disk.
    public func stop(seconds: Double) {
        self.isStopping.store(true, ordering: .relaxed)
        let done = DispatchSemaphore(value: 0)
        let end = DispatchTime.now() + seconds
        self.queue.async {
            while DispatchTime.now() < end, self.step() == .delivered {}
            self.confined.client = nil
            done.signal()
        }
        _ = done.wait(timeout: end)
        self.refused.flush(seconds: 1)
    }

    // MARK: Turns

    private enum Step { case delivered, nothing, failed }

    private func turn() {
        guard !self.isStopping.load(ordering: .relaxed) else { return }
        var wait = self.delivery.interval
        while !self.isStopping.load(ordering: .relaxed) {
            let step = self.step()
            if step == .failed { wait = self.retryDelay }
            // Fewer lines than a request holds wait for others.
            if step != .delivered || self.spool.waitingBytes < self.delivery.batchBytes { break }
        }
        self.queue.asyncAfter(deadline: .now() + wait) { [weak self] in self?.turn() }
    }

    private var retryDelay: Double {
        min(Self.retryMax, Self.retryMin * Double(1 << min(max(self.confined.failures - 1, 0), 10)))
    }

    /// One request.
    private func step() -> Step {
        do throws(Trouble) {
            if self.confined.batch == nil {
                guard try self.takePiece() else { return .nothing }
            }
            let release = try self.release()
            try self.makeTemplate(release)
            try self.send(release)
        } catch {
            self.failed(error)
            return .failed
        }
        if self.confined.failures > 0 {
            self.confined.failures = 0
            self.confined.reportedAt = 0
            self.logger?.notice("the audit trail is delivered again")
        }
        return .delivered
    }

    /// Why nothing can be delivered for now, in words.
    private struct Trouble: Error {
        var words: String
    }

    private func failed(_ trouble: Trouble) {
        self.confined.failures += 1
        let now = DispatchTime.now().uptimeNanoseconds
        guard
            self.confined.reportedAt == 0 || now - self.confined.reportedAt >= Self.reportInterval
        else { return }
        self.confined.reportedAt = now
        self.logger?.error(
            "the audit trail cannot be delivered, its lines wait on the disk",
            ["error": trouble.words, "waiting": "\(self.spool.waitingBytes)"])
    }

    private func takePiece() throws(Trouble) -> Bool {
        do throws(Spool.Failure) {
            guard let piece = try self.spool.read(bytes: self.delivery.batchBytes) else { return false }
            self.confined.piece = piece
            self.confined.batch = BulkBatch(piece)
            return true
        } catch {
            throw Trouble(words: error.description)
        }
    }

    // MARK: Requests

    private func ask(_ request: ClientRequest) throws(Trouble) -> ClientResponse {
        let client = self.confined.client ?? self.delivery.client(self.confined.node)
        self.confined.client = client
        do throws(ClientError) {
            return try client.send(request)
        } catch {
            // Another node, and names are looked up anew.
            self.confined.client = nil
            self.confined.node &+= 1
            self.confined.release = nil
            throw Trouble(words: error.description)
        }
    }

    private func json(_ response: ClientResponse) throws(Trouble) -> JSONValue {
        do throws(ClientError) {
            return try response.json()
        } catch {
            throw Trouble(words: error.description)
        }
    }

    private func release() throws(Trouble) -> IndexRelease {
        if let release = self.confined.release { return release }
        let response = try self.ask(ClientRequest(.get, []))
        guard response.isSuccess else { throw Trouble(words: response.reason) }
        guard let release = IndexRelease(try self.json(response)) else {
            throw Trouble(words: "the cluster does not tell its release")
        }
        guard release.isSupported else {
            throw Trouble(
                words:
                    "release \(release.major).\(release.minor) is older than 6.8, the first to take a trail")
        }
        if release != self.confined.release { self.confined.hasTemplate = false }
        self.confined.release = release
        return release
    }

    private func makeTemplate(_ release: IndexRelease) throws(Trouble) {
        guard self.delivery.makesTemplate, !self.confined.hasTemplate else { return }
        let path = IndexTemplate.path(self.delivery.name, release)
        let found = try self.ask(ClientRequest(.head, path))
        if found.status == 404 {
            let content = IndexTemplate.content(
                self.delivery.name, isDataStream: self.delivery.isDataStream, release)
            let made = try self.ask(
                ClientRequest(.put, path, query: [("create", "true")], body: Array(content.utf8)))
            guard made.isSuccess else { throw self.templateTrouble(made.reason) }
            self.logger?.notice("the index template of the audit trail was made", ["name": path[1]])
        } else if !found.isSuccess {
            throw self.templateTrouble("status \(found.status)")
        }
        self.confined.hasTemplate = true
    }

    private func templateTrouble(_ words: String) -> Trouble {
        Trouble(words: "index template: \(words); [audit.index.template: false] does without one")
    }

    /// Parts of an answer that are read.
    private static let filter = "errors,items.create.status,items.create.error.type,items.create.error.reason"

    private func send(_ release: IndexRelease) throws(Trouble) {
        guard var batch = self.confined.batch else { return }
        if !batch.lines.isEmpty {
            let count = min(self.confined.linesMax, batch.lines.count)
            var request = ClientRequest(
                .post, ["_bulk"], query: [("filter_path", Self.filter)],
                body: batch.content(count, self.delivery.name, release), isRepeatable: true)
            request.contentType = "application/x-ndjson"
            let response = try self.ask(request)
            if !response.isSuccess {
                return try self.refusedAtOnce(response, count)
            }
            guard let outcomes = BulkAnswer.outcomes(try self.json(response), count: count) else {
                throw Trouble(words: "the answer is not about the lines that were sent")
            }
            let later = self.settle(&batch, outcomes)
            self.confined.batch = batch
            if let later { throw Trouble(words: later) }
        }
        if self.confined.linesMax < Int.max / 2 { self.confined.linesMax *= 2 }
        guard batch.lines.isEmpty, let piece = self.confined.piece else { return }
        self.confined.batch = nil
        self.confined.piece = nil
        self.spool.delivered(piece)
    }

    /// Takes lines out of the batch whose fate is known.
    ///
    /// - Returns: why others stay, if any do.
    private func settle(_ batch: inout BulkBatch, _ outcomes: [BulkAnswer.Outcome]) -> String? {
        var left: [BulkBatch.Line] = []
        var later: String?
        for (line, outcome) in zip(batch.lines, outcomes) {
            switch outcome {
            case .created: self.counts.created.add(1, ordering: .relaxed)
            case .present: self.counts.present.add(1, ordering: .relaxed)
            case .refused(let words): self.refuse(line, words)
            case .later(let words):
                later = later ?? words
                left.append(line)
            }
        }
        batch.lines = left + batch.lines.dropFirst(outcomes.count)
        return later
    }

    /// The request as a whole was not taken. One that is too large, or that the cluster cannot read, is cut in halves until
    /// it is clear which line is at fault.
    private func refusedAtOnce(_ response: ClientResponse, _ count: Int) throws(Trouble) {
        guard response.status == 413 || response.status == 400 else { throw Trouble(words: response.reason) }
        guard count == 1, var batch = self.confined.batch else {
            self.confined.linesMax = max(1, count / 2)
            return
        }
        self.refuse(batch.lines.removeFirst(), response.reason)
        self.confined.batch = batch
    }

    private func refuse(_ line: BulkBatch.Line, _ words: String) {
        self.counts.refused.add(1, ordering: .relaxed)
        self.refused.write(Array(line.bytes) + [0x0a], lineCount: 1, mayExceed: true)
        self.confined.refusals += 1
        let now = DispatchTime.now().uptimeNanoseconds
        guard
            self.confined.refusalsReportedAt == 0
                || now - self.confined.refusalsReportedAt >= Self.reportInterval
        else { return }
        self.logger?.error(
            "the cluster refused audit records, which are kept beside the trail",
            ["count": "\(self.confined.refusals)", "error": words])
        self.confined.refusals = 0
        self.confined.refusalsReportedAt = now
    }
}
