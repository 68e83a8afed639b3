/// A table that fits a terminal: the widest columns give way first, and what does not fit ends with `…`.
public struct TextTable: Sendable {
    /// Columns of a table's column at least, once it has to give way.
    private static let widthMin = 6
    private static let gap = 2

    public enum Style: Sendable { case plain, bold, red, yellow, green, dim }

    public struct Cell: Sendable {
        public var text: String
        public var style: Style

        public init(_ text: String, _ style: Style = .plain) {
            self.text = DisplayWidth.safe(text)
            self.style = style
        }
    }

    public var header: [String]
    /// Columns that are never cut: ids that somebody copies.
    public var fixed: Set<Int>
    public private(set) var rows: [[Cell]] = []

    public init(_ header: [String], fixed: Set<Int> = []) {
        self.header = header
        self.fixed = fixed
    }

    public mutating func add(_ cells: [Cell]) { self.rows.append(cells) }

    /// - Parameters:
    ///   - width: columns of the terminal; nil: as many as it takes.
    ///   - colours: whether styles are shown.
    public func text(width: Int?, colours: Bool) -> String {
        var widths = self.header.map(DisplayWidth.of)
        for row in self.rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], DisplayWidth.of(cell.text))
            }
        }
        if let width { self.fit(&widths, width) }
        let header = self.header.map { Cell($0, .bold) }
        return ([header] + self.rows).map { self.line($0, widths, colours) }.joined(separator: "\n")
    }

    private func fit(_ widths: inout [Int], _ width: Int) {
        let gaps = Self.gap * max(0, widths.count - 1)
        while widths.reduce(gaps, +) > width {
            let candidates = widths.indices.filter { !self.fixed.contains($0) && widths[$0] > Self.widthMin }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ colours: Bool) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() where index < widths.count {
            let text = DisplayWidth.cut(cell.text, to: widths[index])
            line += colours ? cell.style.applied(to: text) : text
            // Nothing behind the last column: it would wrap.
            guard index < min(cells.count, widths.count) - 1 else { continue }
            line += String(repeating: " ", count: widths[index] - DisplayWidth.of(text) + Self.gap)
        }
        return line
    }
}

extension TextTable.Style {
    /// ECMA-48 §8.3.117.
    func applied(to text: String) -> String {
        switch self {
        case .plain: text
        case .bold: "\u{1b}[1m\(text)\u{1b}[0m"
        case .red: "\u{1b}[31m\(text)\u{1b}[0m"
        case .yellow: "\u{1b}[33m\(text)\u{1b}[0m"
        case .green: "\u{1b}[32m\(text)\u{1b}[0m"
        case .dim: "\u{1b}[2m\(text)\u{1b}[0m"
        }
    }
}
