/// A deadline on a loop's ``TimerWheel``. Confined to that loop; made once and armed again and again.
///
/// Moving a deadline *later* costs one store: the wheel finds out when the old one comes round. So a
/// connection can push its idle deadline at every request.
package final class LoopTimer {
    /// Where the wheel holds the timer; nil while it holds none.
    var slot: Int?
    unowned(unsafe) var previous: LoopTimer?
    unowned(unsafe) var next: LoopTimer?
    /// When to fire, on the monotonic clock in nanoseconds; `Int64.max` while disarmed.
    package private(set) var deadline = Int64.max
    private unowned(unsafe) let target: any LoopTimerTarget

    /// - Parameter target: is told when the deadline has passed; must ``EventLoop/disarm(_:)`` before it goes.
    package init(target: any LoopTimerTarget) { self.target = target }

    deinit { precondition(self.slot == nil, "a timer was dropped while armed") }

    func set(_ deadline: Int64) { self.deadline = deadline }
    func fire() { self.target.timerFired(self) }
}

/// Is told that a timer's deadline has passed.
package protocol LoopTimerTarget: AnyObject {
    /// Called on the loop, once per arming, never early and late by a slot of the wheel at most.
    func timerFired(_ timer: LoopTimer)
}
