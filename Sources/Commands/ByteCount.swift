/// Numbers of bytes as people read them.
public enum ByteCount {
    private static let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

    /// `0 B`, `12 kB`, `3.4 MB`: in thousands, with a tenth below ten.
    public static func text(_ bytes: Int) -> String {
        var (value, tenth, unit) = (max(0, bytes), 0, 0)
        while value >= 1000, unit < self.units.count - 1 {
            tenth = value % 1000 / 100
            value /= 1000
            unit += 1
        }
        return unit > 0 && value < 10
            ? "\(value).\(tenth) \(self.units[unit])" : "\(value) \(self.units[unit])"
    }
}
