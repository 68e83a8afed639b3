/// How many columns of a terminal text takes, and text that does nothing to a terminal.
public enum DisplayWidth {
    /// First and last of the scalars that take two columns (Unicode's East Asian Width W and F, and pictures), by blocks.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
        0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
        0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
    ]

    public static func of(_ text: String) -> Int { text.reduce(0) { $0 + self.of($1) } }

    static func of(_ character: Character) -> Int {
        // Marks go onto the scalar before them.
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return self.wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    /// `text` for a terminal: control characters, what turns the direction of writing, and the like are shown as
    /// `\u{XX}`. Names of keys are whatever somebody chose.
    ///
    /// - Parameter keepsLines: whether line feeds and tabs stay.
    public static func safe(_ text: String, keepsLines: Bool = false) -> String {
        func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
            if keepsLines, scalar == "\n" || scalar == "\t" { return true }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                return false
            default: return true
            }
        }
        guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    /// `text` in at most `width` columns, with `…` in place of what is cut.
    static func cut(_ text: String, to width: Int) -> String {
        guard self.of(text) > width else { return text }
        var result = ""
        var taken = 1
        for character in text {
            let step = self.of(character)
            guard taken + step <= width else { break }
            taken += step
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }
}
