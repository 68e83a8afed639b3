/// A deadline on a loop's ``TimerWheel``. Confined to that loop; made once and armed again and again.
///
/// Moving a deadline costs one store as long as it does not come before the turn that the timer waits for: the
/// wheel finds out then. So a connection can change its deadline with every phase of a request.
public final class LoopTimer {
    /// Where the wheel holds the timer; nil while it holds none.
    var slot: Int?
    /// The turn of the wheel, not taken modulo its slots, at which the timer is looked at next.
    var turn: Int64 = 0
    unowned(unsafe) var previous: LoopTimer?
    unowned(unsafe) var next: LoopTimer?
    /// When to fire, on the monotonic clock in nanoseconds; `Int64.max` while disarmed.
    public private(set) var deadline = Int64.max
    private unowned(unsafe) let target: any LoopTimerTarget

    /// - Parameter target: is told when the deadline has passed; must ``EventLoop/disarm(_:)`` before it goes.
    public init(target: any LoopTimerTarget) { self.target = target }

    deinit { precondition(self.slot == nil, "a timer was dropped while armed") }

    func set(_ deadline: Int64) { self.deadline = deadline }
    func fire() { self.target.timerFired(self) }
}

/// Is told that a timer's deadline has passed.
public protocol LoopTimerTarget: AnyObject {
    /// Called on the loop, once per arming, never early and late by a slot of the wheel at most.
    func timerFired(_ timer: LoopTimer)
}
