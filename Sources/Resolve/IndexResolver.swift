/// What becomes of an index expression when only some names may be seen: Elasticsearch's
/// `IndicesAndAliasesResolver` and `IndexAbstractionResolver`.
public enum Resolution: Sendable, Equatable {
    /// The parts as they stand: each name may be used, each pattern matches nothing else.
    case asGiven
    /// These names instead.
    case names([String])
    /// Nothing is left, and that is no error.
    case nothing
    /// Names that may not be used (403).
    case denied([String])
    /// Nothing is left, and that is an error (404); the expression as it was given.
    case notFound(String)
    /// A name that no index can have (400).
    case invalid(String)
    /// The API takes no wildcards here (400).
    case wildcardsNotAllowed
    /// The API wants a name here (400).
    case nameRequired
}

public struct IndexResolver {
    public var catalogue: IndexCatalogue
    public var options: ExpressionOptions
    /// What date math comes to is denied by its name, as since 8; before, it is not there.
    public var deniesDateMath = false

    public init(catalogue: IndexCatalogue, options: ExpressionOptions) {
        self.catalogue = catalogue
        self.options = options
    }

    /// - Parameters:
    ///   - parts: of ``ExpressionReader``; empty: all.
    ///   - given: the expression as the client wrote it, for messages.
    ///   - allows: whether a name may be used.
    ///   - contains: whether all names that a pattern can ever match may be used.
    public func resolve(
        _ parts: [IndexExpression], given: [String], allows: (String) -> Bool, contains: (String) -> Bool
    ) -> Resolution {
        guard self.options.allowsWildcards else { return self.explicit(parts, allows: allows) }
        if let invalid = self.invalid(parts, allows: allows) { return invalid }
        if self.isHarmless(parts, allows: allows, contains: contains) { return .asGiven }
        if parts.isEmpty { return self.all(given: given, allows: allows) }
        var names: [String] = []
        var denied: [String] = []
        for part in parts {
            if part.isPattern, self.options.expands {
                let matches = self.matches(part.text, allows: allows)
                // Also of what is taken away something has to be there.
                if matches.isEmpty, !self.options.allowNoIndices { return .notFound(part.text) }
                if part.sign == .exclude {
                    let gone = Set(matches)
                    names.removeAll { gone.contains($0) }
                    continue
                }
                names += matches
            } else if part.sign == .exclude {
                names.removeAll { $0 == part.text }
            } else if allows(part.text) {
                names.append(part.text)
            } else if part.isDateMath, !self.deniesDateMath, !self.options.ignoreUnavailable {
                // What date math comes to is nobody's business: it is not there.
                return .notFound(part.text)
            } else if !self.options.ignoreUnavailable {
                denied.append(part.text)
            }
        }
        guard denied.isEmpty else { return .denied(denied) }
        return self.outcome(names, given: given)
    }

    /// Whether it matters which names there are: whether a pattern has to be expanded here.
    public func needsNames(
        _ parts: [IndexExpression], allows: (String) -> Bool, contains: (String) -> Bool
    ) -> Bool {
        guard self.options.allowsWildcards, self.options.expands else { return false }
        guard parts.isEmpty || parts.contains(where: { $0.isPattern && $0.sign == .include }) else {
            return false
        }
        return !self.isHarmless(parts, allows: allows, contains: contains)
    }

    /// The names among `parts` that may be used, those of patterns included.
    public func allowed(_ parts: [IndexExpression], allows: (String) -> Bool) -> [String] {
        parts.filter { $0.sign == .include }.flatMap { part in
            part.isPattern && self.options.expands
                ? self.matches(part.text, allows: allows) : allows(part.text) ? [part.text] : []
        }
    }

    /// A name that no index can have is denied like any other, but never forwarded.
    private func invalid(_ parts: [IndexExpression], allows: (String) -> Bool) -> Resolution? {
        guard let part = parts.first(where: { $0.isInvalid && $0.sign == .include }) else { return nil }
        if allows(part.text) { return .invalid(part.text) }
        return self.options.ignoreUnavailable ? .invalid(part.text) : .denied([part.text])
    }

    private func explicit(_ parts: [IndexExpression], allows: (String) -> Bool) -> Resolution {
        guard !parts.isEmpty else { return .nameRequired }
        if parts.contains(where: { $0.isPattern || $0.sign == .exclude }) { return .wildcardsNotAllowed }
        let denied = parts.filter { !allows($0.text) }
        guard denied.isEmpty else { return .denied(denied.map(\.text)) }
        if let invalid = parts.first(where: \.isInvalid) { return .invalid(invalid.text) }
        return parts.contains(where: \.isDateMath) ? .names(parts.map(\.text)) : .asGiven
    }

    /// Whether the upstream may do the work: every name that can come out may be used, now and later.
    private func isHarmless(
        _ parts: [IndexExpression], allows: (String) -> Bool, contains: (String) -> Bool
    ) -> Bool {
        // A missing expression is "*": hidden and restricted names are in it.
        if parts.isEmpty { return contains("*") }
        return parts.allSatisfy { part in
            // What is taken away harms nobody; but a name from date math was not yet written, and what is no name may
            // be several to the upstream, which splits at each comma: `-<a,secret`.
            !part.isDateMath && !part.isInvalid
                && (part.sign == .exclude || (part.isPattern ? contains(part.text) : allows(part.text)))
        }
    }

    private func all(given: [String], allows: (String) -> Bool) -> Resolution {
        guard self.options.expands else { return self.outcome([], given: given) }
        return self.outcome(self.matches("*", allows: allows), given: given)
    }

    private func matches(_ pattern: String, allows: (String) -> Bool) -> [String] {
        self.catalogue.entries.compactMap { entry in
            NameGlob.matches(pattern, entry.name) && self.isVisible(entry, pattern)
                && self.isAllowed(entry, allows)
                ? entry.name : nil
        }
    }

    /// A data stream's backing indices go with it.
    private func isAllowed(_ entry: IndexCatalogue.Entry, _ allows: (String) -> Bool) -> Bool {
        allows(entry.name) || entry.dataStream.map(allows) ?? false
    }

    private func isVisible(_ entry: IndexCatalogue.Entry, _ pattern: String) -> Bool {
        let mayBeHidden =
            !entry.isHidden || self.options.expandHidden
            || (pattern.hasPrefix(".") && entry.name.hasPrefix("."))
        switch entry.kind {
        case .alias: return mayBeHidden && self.options.includesAliases
        case .dataStream: return mayBeHidden && self.options.includesDataStreams
        case .index:
            return mayBeHidden && (entry.isOpen ? self.options.expandOpen : self.options.expandClosed)
        }
    }

    private func outcome(_ names: [String], given: [String]) -> Resolution {
        guard names.isEmpty else {
            var seen: Set<String> = []
            return .names(names.filter { seen.insert($0).inserted })
        }
        if self.options.allowNoIndices { return .nothing }
        return .notFound("[\(given.flatMap { $0.split(separator: ",") }.joined(separator: ", "))]")
    }
}
