/// How many keys there are of each state.
public struct KeyStates: Sendable, Equatable {
    public var valid = 0
    public var expired = 0
    public var invalidated = 0
    public var suspended = 0

    mutating func count(_ entry: borrowing KeyEntry, now: Int64) {
        if entry.isInvalidated {
            self.invalidated += 1
        } else if entry.expiration <= now {
            self.expired += 1
        } else if entry.isSuspended {
            self.suspended += 1
        } else {
            self.valid += 1
        }
    }
}
