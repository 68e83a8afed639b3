public import Keys

/// Counts the exchanges of one loop and hands them over in batches. Confined to the loop.
///
/// A key has a place in the running batch, which whoever remembers the key remembers too: counting looks nothing up. A
/// key that was forgotten in between has two places, which are added up later.
public final class UsageRecorder {
    /// Keys in a batch before it is handed over, whatever the time: 750 kB.
    public static let batchMax = 4096
    /// Nanoseconds after which the loop must ``flush()``.
    public static let flushInterval: Int64 = 2_000_000_000

    /// Where a key is counted.
    public struct Place: Sendable {
        var index = -1
        var batch: UInt64 = 0
        public init() {}
    }

    private let ledger: UsageLedger
    private var batch: UsageBatch
    private var batchNumber: UInt64 = 1
    /// The place of the key that was refused last, which nobody remembers.
    private var refused: (id: APIKeyID, place: Place)?

    public init(ledger: UsageLedger) {
        self.ledger = ledger
        self.batch = UsageBatch(hour: 0)
    }

    public var isEmpty: Bool { self.batch.deltas.isEmpty }

    /// - Parameter place: of this key; kept by the caller.
    public func count(_ id: APIKeyID, _ place: inout Place, _ sample: borrowing UsageSample) {
        let hour = sample.at / UsageBatch.hourLength
        if hour != self.batch.hour { self.turn(to: hour) }
        if place.batch != self.batchNumber { self.assign(&place, id) }
        var agent = self.batch.deltas[place.index].agent
        if !self.batch.texts.matches(agent, sample.agent) {
            agent = self.batch.texts.number(sample.agent)
            if agent == 0, !sample.agent.isEmpty {
                // No room for one more name: a new batch has it.
                self.flush()
                self.assign(&place, id)
                agent = self.batch.texts.number(sample.agent)
            }
        }
        self.batch.deltas[place.index].count(sample, agent: agent)
    }

    /// Counts an exchange of a key that is known and was refused for what it is.
    public func countRefused(_ id: APIKeyID, _ sample: borrowing UsageSample) {
        var place = self.refused.flatMap { $0.id == id ? $0.place : nil } ?? Place()
        self.count(id, &place, sample)
        self.refused = (id, place)
    }

    private func assign(_ place: inout Place, _ id: APIKeyID) {
        if self.batch.deltas.count >= Self.batchMax { self.flush() }
        place.index = self.batch.deltas.count
        place.batch = self.batchNumber
        self.batch.deltas.append(UsageDelta(id))
    }

    /// A batch belongs to one hour.
    private func turn(to hour: Int64) {
        // An exchange of the hour before that ends now counts to where the others are.
        guard self.isEmpty || hour > self.batch.hour else { return }
        self.flush()
        self.batch.hour = hour
    }

    /// Hands over what was counted.
    public func flush() {
        guard !self.isEmpty else { return }
        let full = self.batch
        self.batch = UsageBatch(hour: full.hour)
        self.batch.deltas.reserveCapacity(full.deltas.count)
        self.batchNumber &+= 1
        self.ledger.absorb(full)
    }
}

/// What one loop has counted within one hour.
struct UsageBatch: Sendable {
    /// Milliseconds.
    static let hourLength: Int64 = 3_600_000

    /// Hours since 1970 UTC.
    var hour: Int64
    var deltas: ContiguousArray<UsageDelta> = []
    var texts = UsageTexts()

    init(hour: Int64) { self.hour = hour }
}
