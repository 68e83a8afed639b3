public import Bytes

/// Names of indices as a record holds them: each as JSON text in quotes, with commas between them.
public enum AuditIndices {
    /// Octets of the list that a record holds; a request may name far more.
    public static let lengthMax = 16 * 1024

    /// Appends a name.
    ///
    /// - Returns: false when there is no room for it.
    @discardableResult
    public static func append(
        _ name: String, first: Bool, to buffer: ByteBuffer, limit: Int = lengthMax
    ) -> Bool {
        guard name.utf8.count + 4 <= limit else { return false }
        buffer.append(first ? "\"" : ",\"")
        JSONText.append(name, to: buffer)
        buffer.append("\"")
        return true
    }

    /// Whether there are names and each matches one of `patterns`. Names of indices need no escapes in JSON; one that
    /// does matches only as it is written.
    static func allMatch(_ patterns: [Wildcards], _ list: AuditRecord.Slice) -> Bool {
        guard list.count >= 2 else { return false }
        var start = 1
        var index = 1
        while index < list.count {
            if list[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            guard list[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            let name = UnsafeBufferPointer(rebasing: list[start..<index])
            guard patterns.contains(where: { $0.matches(name) }) else { return false }
            // Behind the quote, a comma and the next quote.
            start = index + 3
            index = start
        }
        return true
    }
}
