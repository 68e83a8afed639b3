internal import Classify
public import Cursors
public import Decide
internal import Dispatch
internal import Synchronization

/// The judge for the release that an upstream has told, made off the loops. Shared by them.
public final class JudgeHolder: Sendable {
    private struct State {
        var judge: Judge?
        var wanted: Release?
    }

    private let seal: CursorSeal
    private let state = Mutex(State())

    public init(seal: CursorSeal) { self.seal = seal }

    /// nil until the upstream has told its release.
    public var current: Judge? { self.state.withLock { $0.judge } }

    /// Makes a judge for `release` and calls `ready` when it is in force. On any thread.
    func take(_ release: Release, ready: @escaping @Sendable () -> Void) {
        let isNew = self.state.withLock { state in
            guard state.wanted != release else { return false }
            state.wanted = release
            return true
        }
        guard isNew else { return ready() }
        // Some milliseconds for a thousand routes.
        DispatchQueue.global(qos: .userInitiated).async {
            let judge = Judge(release: release, seal: self.seal)
            self.state.withLock { if $0.wanted == release { $0.judge = judge } }
            ready()
        }
    }
}
