/// Forms of hashes that keys brought from elsewhere may have: checked off the loops.
enum SlowHash {
    static func isKnown(_ text: String) -> Bool {
        text.hasPrefix("{PBKDF2}") || text.hasPrefix("{PBKDF2_STRETCH}") || text.hasPrefix("$2")
    }
}
