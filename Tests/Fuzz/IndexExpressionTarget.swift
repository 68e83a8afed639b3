import Resolve

extension FuzzTarget {
    /// An index expression of a path: whatever it says, what comes of it is allowed.
    static let indexExpression = FuzzTarget(
        "index-expression",
        texts: [
            "\u{0}logs-a,logs-b", "\u{1}*,-logs-a", "\u{2}-secret", "\u{3}<logs-{now/d}>",
            "\u{4}<logs-{now/M-1y+3d{yyyy.MM|+01:00}}>*",
            "\u{5}_all", "\u{6}logs-*,-logs-b,secret", "\u{7}remote:x", "\u{8}a::failures", "\u{9}+logs-a",
            "\u{a},", "\u{b}**,-.*",
            "\u{c}<\\{a\\}-{now+999999d}>", "\u{d}<a{now/w{YYYY.ww}}>", "\u{e}logs-*,-<a,secret",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let choice = Int(input.byte())
        let expression = text(input.bytes)
        let now = [0, 1_700_000_000_000, 253_402_300_799_999, -62_167_219_199_999][choice >> 6]
        var options = ExpressionOptions()
        options.ignoreUnavailable = choice & 1 != 0
        options.allowNoIndices = choice & 2 != 0
        options.expandOpen = choice & 4 == 0
        options.expandHidden = choice & 8 != 0
        options.allowsWildcards = choice & 48 != 48
        guard
            let parts = try? ExpressionReader.read(
                [expression], major: choice & 16 != 0 ? 5 : 8,
                expands: options.expandOpen || options.expandClosed,
                now: Int64(now))
        else { return }
        for part in parts { try require(!part.text.contains(":"), "another cluster's: \(part.text)") }
        let resolver = IndexResolver(catalogue: Self.names, options: options)
        let resolution = resolver.resolve(
            parts, given: [expression], allows: { Self.isAllowed($0) },
            contains: { Self.isAllowed($0) && $0.hasPrefix("logs-") })
        switch resolution {
        case .names(let names):
            try require(!names.isEmpty && names.allSatisfy(Self.isAllowed), "\(names) for \(expression)")
            // Where the upstream expands none, a pattern is a name that no index has.
            try require(
                !(options.expandOpen || options.expandClosed) || names.allSatisfy { !$0.contains("*") },
                "a pattern: \(names)")
        case .asGiven:
            try Self.judge(parts, options)
            // The upstream splits at each comma.
            for part in expression.split(separator: ",") where !part.hasPrefix("-") {
                let name = choice & 16 != 0 && part.hasPrefix("+") ? part.dropFirst() : part
                try require(name.hasPrefix("logs-"), "\(part) of \(expression)")
            }
        case .denied(let names):
            try require(!names.contains { Self.isAllowed($0) && Self.names[$0] != nil }, "denies \(names)")
        case .nothing, .notFound, .invalid, .wildcardsNotAllowed, .nameRequired: break
        }
    }

    private static func isAllowed(_ name: String) -> Bool { name.hasPrefix("logs-") }

    private static let names = IndexCatalogue(
        entries: [
            .init(name: "logs-a", kind: .index), .init(name: "logs-b", kind: .index, isOpen: false),
            .init(name: "logs-h", kind: .index, isHidden: true), .init(name: "secret", kind: .index),
            .init(name: ".hidden", kind: .index, isHidden: true),
            .init(name: "logs-alias", kind: .alias, targets: ["logs-a"]),
            .init(name: "all", kind: .alias, targets: ["logs-a", "secret"]),
            .init(name: "stream", kind: .dataStream),
        ], generation: 1, takenAt: 0)

    /// What is forwarded as it is must come to nothing else for the upstream.
    private static func judge(_ parts: [IndexExpression], _ options: ExpressionOptions) throws {
        try require(!parts.isEmpty, "all of them")
        var chosen: Set<String> = []
        for part in parts {
            try require(!part.isInvalid, "a name that no index has: \(part.text)")
            let matching =
                part.isPattern && options.expandOpen
                ? Set(self.names.entries.map(\.name).filter { self.matches(part.text[...], $0[...]) })
                : [part.text]
            if part.sign == .exclude { chosen.subtract(matching) } else { chosen.formUnion(matching) }
        }
        try require(chosen.allSatisfy(self.isAllowed), "\(parts.map(\.text)) is \(chosen)")
    }

    private static func matches(_ pattern: Substring, _ name: Substring) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "*" {
            return self.matches(pattern.dropFirst(), name)
                || !name.isEmpty && self.matches(pattern, name.dropFirst())
        }
        return name.first == first && self.matches(pattern.dropFirst(), name.dropFirst())
    }
}
