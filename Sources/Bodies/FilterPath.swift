internal import Bytes

/// The `filter_path` parameter: which parts of a response a client wants. Only our own elements are judged by it; the
/// upstream does so with the rest.
public struct FilterPath: Sendable {
    private enum Step: Sendable, Equatable {
        /// A name, in which `*` stands for any letters.
        case name([UInt8])
        /// `**`: any number of names.
        case anyDepth
    }

    private var included: [[Step]] = []
    private var excluded: [[Step]] = []

    /// - Parameter value: of the parameter, decoded; nil where there is none.
    public init(_ value: [UInt8]?) {
        for pattern in (value ?? []).split(separator: UInt8(ascii: ",")) {
            var pattern = pattern
            while pattern.first == 0x20 { pattern.removeFirst() }
            while pattern.last == 0x20 { pattern.removeLast() }
            let excludes = pattern.first == UInt8(ascii: "-")
            let steps = Self.steps(excludes ? pattern.dropFirst() : pattern)
            guard !steps.isEmpty else { continue }
            if excludes { self.excluded.append(steps) } else { self.included.append(steps) }
        }
    }

    public var isEmpty: Bool { self.included.isEmpty && self.excluded.isEmpty }

    /// Splits at dots; `\.` is a dot in a name.
    private static func steps(_ pattern: ArraySlice<UInt8>) -> [Step] {
        var steps: [Step] = []
        var name: [UInt8] = []
        var isEscaped = false
        func end(_ name: inout [UInt8]) {
            if name == [0x2a, 0x2a] {
                steps.append(.anyDepth)
            } else if !name.isEmpty {
                steps.append(.name(name))
            }
            name.removeAll()
        }
        for byte in pattern {
            if isEscaped {
                isEscaped = false
                if byte != UInt8(ascii: ".") { name.append(UInt8(ascii: "\\")) }
                name.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: ".") {
                end(&name)
            } else {
                name.append(byte)
            }
        }
        if isEscaped { name.append(UInt8(ascii: "\\")) }
        end(&name)
        return steps
    }

    /// Whether a value at that path is in the response: names from the outside in.
    func includes(_ path: [String]) -> Bool {
        let path = path.map { Array($0.utf8) }[...]
        let isIncluded = self.included.isEmpty || self.included.contains { Self.covers($0[...], path) }
        return isIncluded && !self.excluded.contains { Self.covers($0[...], path) }
    }

    /// Whether a pattern names the path or what it lies in. Patterns have a few steps, paths four names at most.
    private static func covers(_ pattern: ArraySlice<Step>, _ path: ArraySlice<[UInt8]>) -> Bool {
        guard let step = pattern.first else { return true }
        switch step {
        case .anyDepth:
            if self.covers(pattern.dropFirst(), path) { return true }
            return path.isEmpty ? false : self.covers(pattern, path.dropFirst())
        case .name(let name):
            guard let first = path.first, Wildcard.matches(first[...], name[...]) else { return false }
            return self.covers(pattern.dropFirst(), path.dropFirst())
        }
    }
}
