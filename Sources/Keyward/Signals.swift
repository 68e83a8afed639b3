internal import Dispatch
internal import Glibc

/// Signals as Dispatch sources: no code of ours runs inside a signal handler.
enum Signals {
    /// Blocks until SIGTERM or SIGINT; calls `reopen` at each SIGUSR1. A second SIGTERM ends the process at once.
    static func wait(reopen: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "keyward.signals", qos: .userInitiated)
        let done = DispatchSemaphore(value: 0)
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                done.signal()
                signal(number, SIG_DFL)
            }
            source.activate()
            sources.append(source)
        }
        signal(SIGUSR1, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: queue)
        source.setEventHandler(handler: reopen)
        source.activate()
        sources.append(source)
        done.wait()
        withExtendedLifetime(sources) {}
    }
}
