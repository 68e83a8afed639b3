/// Which certificate answers which server name (SNI, RFC 6066 §3): exact names, then wildcards.
struct ServerNames: Sendable, Equatable {
    private var exact: [String: Int] = [:]
    /// Keyed by what follows the star, with its dot: `*.example.org` is `.example.org`.
    private var wildcards: [String: Int] = [:]

    /// Lets the certificate number `index` answer `names`; a name that is taken stays with its first owner.
    mutating func add(_ names: [String], index: Int) {
        for name in names {
            if name.hasPrefix("*.") {
                let suffix = String(name.dropFirst())
                if self.wildcards[suffix] == nil { self.wildcards[suffix] = index }
            } else if self.exact[name] == nil {
                self.exact[name] = index
            }
        }
    }

    /// The certificate for `name`, or nil. A star stands for exactly one label (RFC 6125 §6.4.3).
    subscript(name: String) -> Int? {
        var name = name.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if let index = self.exact[name] { return index }
        guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return nil }
        return self.wildcards[String(name[dot...])]
    }
}
