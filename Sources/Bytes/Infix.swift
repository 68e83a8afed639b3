internal import Glibc

/// Looks for octets within others.
public enum Infix {
    /// Whether `text` has `part` anywhere. Takes time in proportion to the product of both at worst, and that of `text` with
    /// texts as people write them.
    public static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) -> Bool {
        part.withUnsafeBufferPointer { self.contains(text, $0) }
    }

    /// The same for whoever looks through many texts: nothing is counted.
    public static func contains(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let first = part.first, let wanted = part.baseAddress else { return true }
        guard let base = text.baseAddress else { return false }
        var start = 0
        while text.count - start >= part.count {
            let last = text.count - part.count + 1
            guard let found = memchr(base + start, Int32(first), last - start) else { return false }
            let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(base + place, wanted, part.count) == 0 { return true }
            start = place + 1
        }
        return false
    }

    /// The same, ASCII letters of either case.
    ///
    /// - Parameter part: in lower case.
    public static func containsIgnoringCase(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) -> Bool {
        part.withUnsafeBufferPointer { self.containsIgnoringCase(text, $0) }
    }

    public static func containsIgnoringCase(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        for start in 0...text.count - part.count where ASCII.lowercased(text[start]) == first {
            var length = 1
            while length < part.count, ASCII.lowercased(text[start + length]) == part[length] {
                length += 1
            }
            if length == part.count { return true }
        }
        return false
    }
}
