/// All deadlines of one loop: a hashed wheel with one intrusive list a slot.
///
/// Arming and disarming cost a few stores. It reads no clock and owns no source: ``EventLoop`` tells it the
/// time and asks when to come back, which also makes it testable without waiting.
struct TimerWheel {
    /// Nanoseconds a slot: how late a timer may fire.
    static let slotWidth: Int64 = 10_000_000
    /// Slots of the wheel: 4096 x 10 ms = 41 s. A later deadline waits in the last slot and is moved on from there.
    static let slotCount = 4096

    private var heads: [LoopTimer?] = Array(repeating: nil, count: Self.slotCount)
    /// One bit a slot that holds a timer.
    private var occupied: [UInt64] = Array(repeating: 0, count: Self.slotCount / 64)
    /// The slot number (not yet taken modulo `slotCount`) that has been served up to.
    private var served: Int64
    private(set) var count = 0

    init(now: Int64) { self.served = now / Self.slotWidth }

    /// Arms `timer` for `deadline`, whether it was armed or not.
    mutating func arm(_ timer: LoopTimer, at deadline: Int64) {
        timer.set(deadline)
        // In a slot that comes round no later than this: from there it is moved on, or found due.
        if timer.slot != nil, timer.turn <= deadline / Self.slotWidth + 1 { return }
        self.remove(timer)
        self.insert(timer)
    }

    mutating func disarm(_ timer: LoopTimer) {
        timer.set(.max)
        self.remove(timer)
    }

    /// Moves the timers whose deadline has passed at `now` to the end of `fired`; their deadline stays for
    /// the caller to look at, as an earlier one of the batch may disarm or arm a later one.
    mutating func takeDue(at now: Int64, into fired: inout [LoopTimer]) {
        let target = now / Self.slotWidth
        // After a long pause one round over the wheel sees every slot.
        if target - self.served > Int64(Self.slotCount) { self.served = target - Int64(Self.slotCount) }
        while self.served < target {
            self.served += 1
            let slot = Int(self.served % Int64(Self.slotCount))
            while let timer = self.heads[slot] {
                self.remove(timer)
                if timer.deadline <= now { fired.append(timer) } else { self.insert(timer) }
            }
        }
    }

    /// When the earliest slot that holds a timer is due, or nil when the wheel is empty.
    var nextWake: Int64? {
        guard self.count > 0 else { return nil }
        let first = self.served + 1
        var slot = Int(first % Int64(Self.slotCount))
        var distance = 0
        while distance <= Self.slotCount {
            let word = self.occupied[slot / 64] >> UInt64(slot % 64)
            if word != 0 {
                return (first + Int64(distance + word.trailingZeroBitCount)) * Self.slotWidth
            }
            let step = 64 - slot % 64
            distance += step
            slot = (slot + step) % Self.slotCount
        }
        return nil
    }

    private mutating func insert(_ timer: LoopTimer) {
        // Rounded up: never early. At least the next slot, at most one round ahead.
        let wanted = timer.deadline / Self.slotWidth + 1
        let bounded = min(max(wanted, self.served + 1), self.served + Int64(Self.slotCount) - 1)
        let slot = Int(bounded % Int64(Self.slotCount))
        timer.slot = slot
        timer.turn = bounded
        timer.previous = nil
        timer.next = self.heads[slot]
        timer.next?.previous = timer
        self.heads[slot] = timer
        self.occupied[slot / 64] |= 1 << UInt64(slot % 64)
        self.count += 1
    }

    private mutating func remove(_ timer: LoopTimer) {
        guard let slot = timer.slot else { return }
        if let previous = timer.previous { previous.next = timer.next } else { self.heads[slot] = timer.next }
        timer.next?.previous = timer.previous
        timer.slot = nil
        timer.previous = nil
        timer.next = nil
        if self.heads[slot] == nil { self.occupied[slot / 64] &= ~(1 << UInt64(slot % 64)) }
        self.count -= 1
    }
}
