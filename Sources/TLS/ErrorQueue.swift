internal import COpenSSL

/// OpenSSL's error queue, which belongs to the thread.
///
/// A serial queue moves between threads, so nothing may stay on it: empty before a call whose result is asked
/// for with `SSL_get_error`, emptied after every failure.
enum ErrorQueue {
    /// Drops what an earlier call left. Looking is cheaper than clearing 16 slots that are empty.
    @inline(__always)
    static func clear() {
        if ERR_peek_error() != 0 { ERR_clear_error() }
    }

    /// The oldest entry's code, which is the cause of the later ones, or 0; the queue is empty afterwards.
    static func drainCode() -> UInt {
        let code = ERR_peek_error()
        ERR_clear_error()
        return code
    }

    /// OpenSSL's words for the oldest entry; the queue is empty afterwards.
    static func drainReason() -> String { self.reason(of: self.drainCode()) }

    /// OpenSSL's words for `code`, without file and line.
    static func reason(of code: UInt) -> String {
        guard code != 0 else { return "no reason given" }
        guard let reason = ERR_reason_error_string(code) else { return "error \(code)" }
        return String(cString: reason)
    }
}

extension TLSError {
    /// The failure of a call that fails only for want of memory or randomness; empties the queue.
    static func drained(after operation: String) -> TLSError {
        .openSSL(operation: operation, reason: ErrorQueue.drainReason())
    }
}
