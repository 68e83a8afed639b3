public import Bytes
internal import CLinux
public import Dispatch
internal import Glibc
internal import Synchronization

/// One serial queue with one epoll descriptor that a single Dispatch source watches.
///
/// A source for each connection costs two `epoll_ctl`, an `ioctl` and a thread hop an event; here Dispatch
/// only wakes the loop, which then drains its own epoll descriptor in bounded rounds. Everything that a
/// connection owns is confined to its loop and needs no lock.
///
/// SAFETY: all mutable state is used on `queue` only; the members that may be called from elsewhere
/// (`execute`, `inEventLoop`) touch none of it but an atomic counter.
public final class EventLoop: @unchecked Sendable {
    /// Nanoseconds of one drain before the queue is given back whether or not ``execute(_:)`` asks for it, so that signals get
    /// a turn. Each time costs several switches of threads.
    static let drainTimeMax: Int64 = 50_000_000
    /// Milliseconds that an idle drain waits for more before it lets Dispatch watch again.
    static let linger: Int32 = 1
    /// Events fetched by one `epoll_wait`.
    static let eventsMax = 512
    /// Senders that wait for the others: the first is not to wait long.
    static let sendersMax = 32

    public let queue: DispatchQueue
    public let index: Int
    /// Buffers for the connections of this loop.
    public let pool = BufferPool()
    /// Buffers of one kilobyte, for what is kept as long as a request lasts: thousands of requests may wait.
    public let smallPool = BufferPool(freeMax: 1024, size: 1024)
    /// Memory that one `recv` fills and that is used up before the handler returns.
    public let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 64)

    private static let key = DispatchSpecificKey<ObjectIdentifier>()
    private let epoll: Int32
    private let source: any DispatchSourceRead
    private let timerSource: any DispatchSourceTimer
    private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: EventLoop.eventsMax)
    private var slots: [Slot] = []
    /// Handlers removed during this round: an event that was fetched before may still name them.
    private var graveyard: [any DescriptorHandler] = []
    private var turns: [any DescriptorHandler] = []
    private var spareTurns: [any DescriptorHandler] = []
    private var senders: [any DeferredSender] = []
    private var spareSenders: [any DeferredSender] = []
    private var wheel: TimerWheel
    private var fired: [LoopTimer] = []
    private var timerSourceWake = Int64.max

    /// Monotonic nanoseconds at the start of this round.
    public private(set) var now: Int64
    /// Milliseconds since 1970 at the start of this round.
    public var wallNow: Int64 { self.wall.now }
    /// The latest that ``wallNow`` has been: for what expires, which a clock that is set back must not revive.
    public var latestWallNow: Int64 { self.wall.latest }
    private var wall: WallClock
    /// Grows with each round: lets a handler bound its work per round.
    public private(set) var round: UInt64 = 0

    /// What ``execute(_:)`` has been given and has not begun.
    private let worksWaiting = Atomic<Int>(0)

    private struct Slot {
        var handler: (any DescriptorHandler)?
        /// Grows with each removal: an event fetched before it is for the descriptor's former owner.
        var generation: UInt32 = 0
    }

    /// Starts a loop that runs, and keeps itself alive, until ``close()``: as long as the process where nobody calls it. Were
    /// it held weakly by what wakes it, every count of its references would take a way around, and each request has dozens.
    public init(index: Int = 0) {
        self.index = index
        self.queue = DispatchQueue(label: "keyward.loop.\(index)", qos: .userInitiated)
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(epoll >= 0, "epoll_create1: errno \(errno)")
        self.epoll = epoll
        self.now = Clock.monotonic
        self.wall = WallClock(now: Clock.wall)
        self.wheel = TimerWheel(now: self.now)
        self.source = DispatchSource.makeReadSource(fileDescriptor: epoll, queue: self.queue)
        self.timerSource = DispatchSource.makeTimerSource(queue: self.queue)
        self.queue.setSpecific(key: Self.key, value: ObjectIdentifier(self))
        // Held until the sources are cancelled: a handler may be queued already when the last other owner lets go.
        self.source.setEventHandler { self.drain() }
        self.source.setCancelHandler { _ = Glibc.close(epoll) }
        self.timerSource.setEventHandler { self.timerSourceFired() }
        self.timerSource.schedule(deadline: .distantFuture)
        self.source.activate()
        self.timerSource.activate()
    }

    deinit {
        self.events.deallocate()
        self.scratch.deallocate()
    }

    public var inEventLoop: Bool { DispatchQueue.getSpecific(key: Self.key) == ObjectIdentifier(self) }
    public func preconditionInEventLoop() { dispatchPrecondition(condition: .onQueue(self.queue)) }

    /// Runs `work` on the loop, later. From any thread.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        self.worksWaiting.add(1, ordering: .relaxed)
        self.queue.async {
            self.worksWaiting.subtract(1, ordering: .relaxed)
            self.refreshClocks()
            work()
            self.runLater()
            self.endRound()
        }
    }

    // MARK: Descriptors

    /// Watches `descriptor` until ``remove(_:)``; keeps `handler` alive till then.
    public func add(_ descriptor: Int32, handler: any DescriptorHandler) {
        let index = Int(descriptor)
        while self.slots.count <= index { self.slots.append(Slot()) }
        precondition(self.slots[index].handler == nil, "descriptor \(descriptor) is watched already")
        self.slots[index].handler = handler
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.u64 = UInt64(self.slots[index].generation) << 32 | UInt64(index)
        let result = epoll_ctl(self.epoll, EPOLL_CTL_ADD, descriptor, &event)
        precondition(result == 0, "epoll_ctl: errno \(errno)")
    }

    /// Ends the watch and closes `descriptor`.
    public func removeAndClose(_ descriptor: Int32) {
        let index = Int(descriptor)
        if index < self.slots.count, let handler = self.slots[index].handler {
            self.slots[index].handler = nil
            self.slots[index].generation &+= 1
            self.graveyard.append(handler)
        }
        // Closing takes the descriptor out of the epoll set: no copy of it exists.
        _ = Glibc.close(descriptor)
    }

    /// Calls `handler.turn()` in the next round: for work that was cut off to be fair.
    public func again(_ handler: any DescriptorHandler) {
        guard !handler.waitsForTurn else { return }
        handler.waitsForTurn = true
        self.turns.append(handler)
    }

    /// Calls `sender.sendWaiting()` before this round ends. Sent one right after the other, a round's messages cost less than
    /// each as it comes: whoever is woken by the first finds the others when it looks, and the kernel's code for it stays at hand.
    public func sendLater(_ sender: any DeferredSender) {
        guard !sender.waitsToSend else { return }
        sender.waitsToSend = true
        self.senders.append(sender)
    }

    // MARK: Timers

    /// Fires `timer` once, `nanoseconds` from now at the earliest. Replaces an earlier arming.
    public func arm(_ timer: LoopTimer, after nanoseconds: Int64) {
        self.wheel.arm(timer, at: self.now &+ nanoseconds)
    }

    public func disarm(_ timer: LoopTimer) { self.wheel.disarm(timer) }

    private func timerSourceFired() {
        self.timerSourceWake = .max
        // What has arrived comes first: after a pause of the whole process nobody has run out of time who was in time.
        self.drain()
    }

    /// - Parameter time: what was due then. It is read before the look at what has arrived, never after it: between the two
    ///   the process may have stood still.
    private func fireTimers(due time: Int64) {
        guard self.wheel.count > 0 else { return }
        self.wheel.takeDue(at: time, into: &self.fired)
        guard !self.fired.isEmpty else { return }
        var fired: [LoopTimer] = []
        swap(&fired, &self.fired)
        for timer in fired where timer.deadline <= time {
            timer.set(.max)
            timer.fire()
        }
    }

    /// Lets the timer source wake the loop when the next slot is due and nothing else does.
    private func scheduleTimerSource() {
        guard let wake = self.wheel.nextWake, wake < self.timerSourceWake else { return }
        self.timerSourceWake = wake
        let delay = max(wake - self.now, 0)
        self.timerSource.schedule(deadline: .now() + .nanoseconds(Int(delay)), leeway: .milliseconds(5))
    }

    // MARK: Rounds

    private func refreshClocks() {
        self.now = Clock.monotonic
        self.wall.see(Clock.wall)
        self.round &+= 1
    }

    private func drain() {
        self.refreshClocks()
        let end = self.now &+ Self.drainTimeMax
        var timeout: Int32 = 0
        while true {
            let looked = self.now
            let count = epoll_wait(self.epoll, self.events, Int32(Self.eventsMax), timeout)
            self.refreshClocks()
            if count > 0 {
                for index in 0..<Int(count) {
                    self.dispatch(self.events[index])
                    if self.senders.count >= Self.sendersMax { self.runSenders() }
                }
            }
            self.fireTimers(due: looked)
            self.runLater()
            self.graveyard.removeAll(keepingCapacity: true)
            if count <= 0, timeout > 0, self.turns.isEmpty { break }
            if self.now >= end || self.worksWaiting.load(ordering: .relaxed) > 0 { break }
            timeout = self.turns.isEmpty ? Self.linger : 0
        }
        self.endRound()
    }

    @inline(__always)
    private func dispatch(_ event: epoll_event) {
        let index = Int(event.data.u64 & 0xffff_ffff)
        guard index < self.slots.count else { return }
        let slot = self.slots[index]
        guard slot.generation == UInt32(truncatingIfNeeded: event.data.u64 >> 32) else { return }
        slot.handler?.ready(Readiness(rawValue: event.events))
    }

    /// What was put off to the end of the round.
    private func runLater() {
        self.runTurns()
        self.runSenders()
    }

    private func runTurns() {
        guard !self.turns.isEmpty else { return }
        swap(&self.turns, &self.spareTurns)
        for handler in self.spareTurns {
            handler.waitsForTurn = false
            handler.turn()
            if self.senders.count >= Self.sendersMax { self.runSenders() }
        }
        self.spareTurns.removeAll(keepingCapacity: true)
    }

    private func runSenders() {
        // One that fails may give another something to say.
        while !self.senders.isEmpty {
            swap(&self.senders, &self.spareSenders)
            for sender in self.spareSenders {
                sender.waitsToSend = false
                sender.sendWaiting()
            }
            self.spareSenders.removeAll(keepingCapacity: true)
        }
    }

    /// Before the queue is given back: whoever waits for a turn and the next timer must wake it again.
    private func endRound() {
        self.graveyard.removeAll(keepingCapacity: true)
        self.scheduleTimerSource()
        guard !self.turns.isEmpty else { return }
        self.queue.async {
            self.refreshClocks()
            self.runLater()
            self.endRound()
        }
    }

    /// Ends the loop's sources, and with them what keeps the loop alive. Every descriptor must have been removed.
    public func close() {
        self.preconditionInEventLoop()
        self.source.cancel()
        self.timerSource.cancel()
    }
}
