internal import Bytes
internal import Dispatch
internal import Glibc
public import Keys
public import Observe
internal import Synchronization

/// Gathers what the loops have counted and writes it to the store, on a queue of its own: no loop waits for it.
///
/// What is stored is on disk; what is not is at most ``UsageRecorder/flushInterval`` plus ``storeInterval`` old, which is
/// what a crash can lose. While the store cannot be written, up to ``keysMax`` keys are kept and tried again.
public final class UsageLedger: Sendable {
    /// Seconds between two writes to the store.
    public static let storeInterval = 5.0
    /// Keys that are kept before they are written, whatever the time: 13 MB.
    static let keysBeforeWrite = 1 << 16
    /// Keys that are kept while the store fails: 200 MB.
    static let keysMax = 1 << 20
    /// Batches that may wait for the queue: 50 MB at most.
    static let batchesMax = 64
    /// Hours of which usage is told hour by hour: 30 days.
    public static let hoursKept: Int64 = 720

    /// Hands over what a loop has counted, then calls back, from anywhere.
    public typealias Source = @Sendable (_ done: @escaping @Sendable () -> Void) -> Void

    private struct Confined {
        var table = UsageTable()
        var hour: Int64 = 0
        var isFailing = false
        var prunedAt: Int64 = 0
        let store: any UsageStore
    }

    private struct Shared {
        var batchesWaiting = 0
        var lostKeys = 0
        var sources: [Source] = []
    }

    private let queue = DispatchQueue(label: "keyward.usage", qos: .utility)
    private let shared = Mutex(Shared())
    // SAFETY: used on `queue` only.
    private nonisolated(unsafe) var confined: Confined
    // SAFETY: set in `init`, cancelled in `close`.
    private nonisolated(unsafe) let timer: any DispatchSourceTimer
    private let logger: Logger?
    private let operationName: @Sendable (UsageOperation) -> String
    private let keyExists: @Sendable (APIKeyID) -> Bool

    /// - Parameters:
    ///   - operationName: what is written down for an operation.
    ///   - keyExists: usage of other keys is forgotten, once an hour.
    public init(
        store: sending any UsageStore, logger: Logger? = nil,
        operationName: @escaping @Sendable (UsageOperation) -> String,
        keyExists: @escaping @Sendable (APIKeyID) -> Bool
    ) {
        self.confined = Confined(store: store)
        self.logger = logger
        self.operationName = operationName
        self.keyExists = keyExists
        self.timer = DispatchSource.makeTimerSource(queue: self.queue)
        self.timer.schedule(
            deadline: .now() + Self.storeInterval, repeating: Self.storeInterval, leeway: .milliseconds(200))
        self.timer.setEventHandler { [weak self] in self?.tick() }
        self.timer.activate()
    }

    deinit { self.timer.cancel() }

    /// Who is asked to hand over before usage is read.
    public func setSources(_ sources: [Source]) { self.shared.withLock { $0.sources = sources } }

    /// Keys whose counts were lost since the start: the store could not be written, or the machine could not keep up.
    public var lostKeys: Int { self.shared.withLock { $0.lostKeys } }

    func absorb(_ batch: UsageBatch) {
        let isTaken = self.shared.withLock { shared in
            guard shared.batchesWaiting < Self.batchesMax else {
                shared.lostKeys += batch.deltas.count
                return false
            }
            shared.batchesWaiting += 1
            return true
        }
        guard isTaken else { return }
        self.queue.async {
            self.merge(batch)
            self.shared.withLock { $0.batchesWaiting -= 1 }
        }
    }

    private func merge(_ batch: UsageBatch) {
        if batch.hour != self.confined.hour, !self.confined.table.isEmpty { self.write() }
        // Of two hours in a table that could not be written, the former one gets both.
        if self.confined.table.isEmpty { self.confined.hour = batch.hour }
        if self.confined.table.texts.isFull { self.write() }
        let lost = self.confined.table.add(batch, countMax: Self.keysMax)
        if lost > 0 { self.shared.withLock { $0.lostKeys += lost } }
        if self.confined.table.count >= Self.keysBeforeWrite, !self.confined.isFailing { self.write() }
    }

    private func tick() {
        self.write()
        let hour = Timestamp.now / UsageBatch.hourLength
        guard hour != self.confined.prunedAt, !self.confined.isFailing else { return }
        self.confined.prunedAt = hour
        do throws(StoreError) {
            try self.confined.store.prune(before: hour - Self.hoursKept)
            try self.confined.store.forget { !self.keyExists($0) }
        } catch {
            self.logger?.warning("old usage could not be removed", ["error": "\(error)"])
        }
    }

    private func write() {
        guard !self.confined.table.isEmpty else { return }
        let table = self.confined.table
        let entries = table.deltas.map { delta in
            UsageEntry(
                delta: delta, agent: String(decoding: table.texts[delta.agent], as: UTF8.self),
                operation: delta.lastAt > 0 ? self.operationName(delta.operation) : "",
                address: delta.lastAt > 0 ? delta.lastAddress.text : "")
        }
        do throws(StoreError) {
            try self.confined.store.add(entries, hour: self.confined.hour)
            self.confined.table.removeAll()
            if self.confined.isFailing { self.logger?.notice("usage is stored again") }
            self.confined.isFailing = false
        } catch {
            if !self.confined.isFailing {
                self.logger?.error("usage cannot be stored", ["error": "\(error)"])
            }
            self.confined.isFailing = true
        }
    }

    /// Reads from the store after all that has been counted until now is there. `body` runs on the ledger's queue.
    public func read(_ body: @escaping @Sendable (any UsageStore) -> Void) {
        let sources = self.shared.withLock { $0.sources }
        let group = DispatchGroup()
        for source in sources {
            group.enter()
            source { group.leave() }
        }
        group.notify(queue: self.queue) {
            self.write()
            body(self.confined.store)
        }
    }

    /// Writes what has been handed over; the loops must have done so. Blocks until it is on disk.
    public func close() {
        self.setSources([])
        self.queue.sync {
            self.timer.cancel()
            self.write()
        }
    }
}

extension UsageAddress {
    /// In digits: `192.0.2.1`, `2001:db8::1`.
    var text: String {
        var digits = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        withUnsafeBytes(of: self) { bytes in
            guard let start = bytes.baseAddress else { return }
            _ =
                self.isMapped
                ? inet_ntop(AF_INET, start + 12, &digits, socklen_t(digits.count))
                : inet_ntop(AF_INET6, start, &digits, socklen_t(digits.count))
        }
        return String(decoding: digits.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
