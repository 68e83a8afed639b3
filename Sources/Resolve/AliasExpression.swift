/// An expression of alias names: commas, `*`, `_all`, and `-` before what is taken away.
public struct AliasExpression: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        var text: String
        var isExclusion: Bool
        var isPattern: Bool { self.text == "_all" || self.text.utf8.contains(UInt8(ascii: "*")) }
        /// What it matches; `_all` is everything.
        var pattern: String { self.text == "_all" ? "*" : self.text }
    }

    /// What no alias is called: in the place of names of which none is left. A `-` takes no alias away before release 7, so
    /// that `*,-*` would be all of them; a name that begins with `|` is allowed up to 2 only.
    public static let nothing = ["|*"]

    let parts: [Part]
    /// A name is empty that another one follows: nobody may use it.
    public let hasEmptyName: Bool

    /// - Parameter expressions: none: all aliases.
    public init(_ expressions: [String]) {
        var texts = expressions.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        while let last = texts.last, last.isEmpty { texts.removeLast() }
        self.hasEmptyName = texts.contains(where: \.isEmpty)
        var parts = texts.map { part in
            part.hasPrefix("-")
                ? Part(text: String(part.dropFirst()), isExclusion: true)
                : Part(text: String(part), isExclusion: false)
        }
        if parts.isEmpty { parts = [Part(text: "*", isExclusion: false)] }
        self.parts = parts
    }

    /// The patterns that take in more than a name.
    public var patterns: [String] {
        self.parts.filter { $0.isPattern && !$0.isExclusion }.map(\.pattern)
    }

    public var hasExclusions: Bool { self.parts.contains(where: \.isExclusion) }

    /// The names that may not be told.
    public func denied(by allows: (String) -> Bool) -> [String] {
        self.parts.filter { !$0.isPattern && !$0.isExclusion && !allows($0.text) }.map(\.text)
    }

    /// The names instead of the patterns.
    ///
    /// - Parameter indices: what the request is about, so that aliases of others are left out: a name that is no
    ///   alias of theirs is an error, a pattern is not. nil: not known, or all.
    public func names(
        among catalogue: IndexCatalogue, allows: (String) -> Bool, on indices: [String]?
    ) -> [String] {
        let concerned = indices.map { names in
            Set(names.flatMap { name in [name] + (catalogue[name]?.targets ?? []) })
        }
        let known = catalogue.entries.filter { entry in
            entry.kind == .alias && allows(entry.name)
                && (concerned.map { !$0.isDisjoint(with: entry.targets) } ?? true)
        }.map(\.name)
        var names: [String] = []
        for part in self.parts {
            let found =
                part.isPattern
                ? known.filter { NameGlob.matches(part.pattern, $0) } : [part.text]
            if part.isExclusion {
                names.removeAll(where: found.contains)
            } else {
                names += found.filter { !names.contains($0) }
            }
        }
        return names
    }
}
