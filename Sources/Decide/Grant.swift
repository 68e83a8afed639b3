internal import Authorize
internal import Elasticsearch
internal import Resolve

/// What some actions, all of them together, are granted on.
struct Grant {
    let privileges: Privileges
    let actions: [Action]

    func allows(_ name: String) -> Bool {
        let name = name.utf8Span.span
        for action in self.actions {
            guard self.privileges.allows(action, index: name) else { return false }
        }
        return true
    }

    /// Whether every name that a pattern can match is granted.
    func contains(_ pattern: String) -> Bool {
        self.actions.allSatisfy { self.privileges.allows($0, everyNameOf: pattern) }
    }
}

/// Tells plain names from expressions.
enum PlainName {
    /// The beginning of all the names that are meant, where it is a plain one with one `*` behind it.
    static func prefix(_ name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        // No index has a longer name.
        guard unsafe name.last == UInt8(ascii: "*"), name.count <= 255 else { return nil }
        let prefix = unsafe UnsafeBufferPointer(rebasing: name.dropLast())
        return unsafe self.isPlain(prefix) ? prefix : nil
    }

    /// Whether it is one index name to every release: nothing that separates, matches, computes or excludes.
    static func isPlain(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = unsafe name.first else { return false }
        if first == UInt8(ascii: "_") || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            return false
        }
        for index in 0..<name.count {
            switch unsafe name[index] {
            // The octets that index names are made of, nearly always.
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                continue
            case UInt8(ascii: "."):
                // Not of dots alone.
                if name.count <= 2 { return false }
            default: return false
            }
        }
        return true
    }
}
