/// How many units one must change, add or drop to get from one text to another (Levenshtein).
public enum EditDistance {
    /// Takes time in proportion to the product of both lengths: callers bound them.
    public static func between<Unit: Equatable>(_ left: [Unit], _ right: [Unit]) -> Int {
        var row = Array(0...right.count)
        for (index, unit) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (unit == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
