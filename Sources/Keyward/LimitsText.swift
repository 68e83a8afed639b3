internal import Commands
internal import JSON

/// Limits of a key in few words.
enum LimitsText {
    private static let spans = [("per_second", "s"), ("per_day", "d"), ("per_month", "mo")]

    /// `50 req/s, 2 GB in/d, 4 at once`; `-` without any.
    static func of(_ limits: JSONValue?) -> String {
        var parts: [String] = []
        for (name, unit) in [
            ("requests", " req"), ("documents", " docs"), ("bytes_in", " in"), ("bytes_out", " out"),
        ] {
            for (span, short) in self.spans {
                guard let number = limits?[name]?[span] else { continue }
                parts.append("\(self.amount(number, isBytes: name.hasPrefix("bytes")))\(unit)/\(short)")
            }
        }
        if let number = limits?["in_flight"]?.integer { parts.append("\(number) at once") }
        if let blocks = limits?["allowed_addresses"]?.elements, !blocks.isEmpty {
            parts.append("from \(blocks.compactMap(\.string).joined(separator: " "))")
        }
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }

    /// As it was given where it is no whole number: `10mb`.
    private static func amount(_ value: JSONValue, isBytes: Bool) -> String {
        if let text = value.string { return text }
        guard let number = value.integer else { return JSONWriter.text(value) }
        return isBytes ? ByteCount.text(number) : "\(number)"
    }
}
