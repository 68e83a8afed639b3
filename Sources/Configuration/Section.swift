internal import Bytes

/// The settings of one mapping under their dotted names, whether they were written nested or dotted.
///
/// Remembers what was asked for: what nobody asks for is unknown. Collects problems, so that one run shows all.
final class Section {
    private struct Setting {
        var node: Node
        var line: Int
        var isKnown = false
    }

    let file: String
    /// Full name of this section for messages, e.g. `listeners[0].`; empty for the root.
    let prefix: String
    let line: Int
    private let environment: [String: String]
    private var settings: [String: Setting] = [:]
    private var order: [String] = []
    private(set) var asked: [String] = []
    private(set) var problems: [Problem] = []

    init(_ node: Node, file: String, prefix: String, environment: [String: String]) {
        self.file = file
        self.prefix = prefix
        self.line = node.line
        self.environment = environment
        guard case .mapping(let entries, _) = node else {
            self.report(node.line, "[\(prefix)] must be a mapping of settings")
            return
        }
        self.flatten(entries, under: "")
    }

    private func flatten(_ entries: [Node.Entry], under path: String) {
        for entry in entries {
            let name = path + entry.name
            if case .mapping(let inner, _) = entry.value {
                self.flatten(inner, under: name + ".")
            } else if let earlier = self.settings[name] {
                self.report(entry.line, "[\(self.prefix)\(name)] is set already in line \(earlier.line)")
            } else {
                self.settings[name] = Setting(node: entry.value, line: entry.line)
                self.order.append(name)
            }
        }
    }

    func report(_ line: Int, _ message: String) {
        self.problems.append(Problem(file: self.file, line: line, message: message))
    }
    func adopt(_ section: Section) { self.problems += section.problems }
    func has(_ name: String) -> Bool { self.settings[name] != nil }
    func line(of name: String) -> Int { self.settings[name]?.line ?? self.line }

    private func take(_ name: String) -> (Node, Int)? {
        self.asked.append(name)
        guard let setting = self.settings[name] else { return nil }
        self.settings[name]?.isKnown = true
        return (setting.node, setting.line)
    }

    // MARK: Values

    func string(_ name: String) -> String? {
        guard let (node, line) = self.take(name) else { return nil }
        guard case .scalar(let text, _, _) = node else {
            self.report(line, "[\(self.prefix)\(name)] must be one value, not a list")
            return nil
        }
        return self.substitute(text, name, line)
    }

    /// A list, or one value that may hold several with commas between them.
    func strings(_ name: String) -> [String]? {
        guard let (node, line) = self.take(name) else { return nil }
        switch node {
        case .scalar(let text, _, _):
            guard let text = self.substitute(text, name, line) else { return nil }
            return text.split(separator: ",").map { String($0).trimmed }
        case .sequence(let nodes, _):
            return nodes.compactMap { node in
                guard case .scalar(let text, let line, _) = node else {
                    self.report(node.line, "[\(self.prefix)\(name)] must be a list of values")
                    return nil
                }
                return self.substitute(text, name, line)
            }
        case .mapping: return nil
        }
    }

    /// A list of mappings.
    func sections(_ name: String) -> [Section]? {
        guard let (node, line) = self.take(name) else { return nil }
        guard case .sequence(let nodes, _) = node else {
            self.report(line, "[\(self.prefix)\(name)] must be a list of mappings")
            return nil
        }
        return nodes.enumerated().map { index, node in
            Section(
                node, file: self.file, prefix: "\(self.prefix)\(name)[\(index)].",
                environment: self.environment)
        }
    }

    func bool(_ name: String) -> Bool? {
        self.value(name, "true or false") { text in text == "true" ? true : text == "false" ? false : nil }
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        let bounds =
            range.upperBound == Int.max
            ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
        return self.value(name, "a number \(bounds)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Nanoseconds.
    func duration(_ name: String, _ range: ClosedRange<Int64> = 0...Units.durationMax) -> Int64? {
        let bounds = range.lowerBound > 0 ? ", of at least \(Units.durationText(range.lowerBound))" : ""
        return self.value(name, "a duration with its unit, e.g. 500ms, 30s, 5m, 1h, 7d\(bounds)") { text in
            Units.duration(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Bytes.
    func size(_ name: String, _ range: ClosedRange<Int> = 0...Int.max) -> Int? {
        let lower = Units.sizeText(range.lowerBound)
        let bounds =
            range.upperBound < Int.max
            ? ", from \(lower) to \(Units.sizeText(range.upperBound))"
            : range.lowerBound > 0 ? ", of at least \(lower)" : ""
        return self.value(name, "a size with its unit, e.g. 512b, 16kb, 100mb, 1gb\(bounds)") { text in
            Units.size(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func choice(_ name: String, _ choices: [String]) -> String? {
        self.value(name, "one of [\(choices.joined(separator: ", "))]") { choices.contains($0) ? $0 : nil }
    }

    func value<Value>(_ name: String, _ allowed: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = self.string(name) else { return nil }
        if let value = parse(text) { return value }
        self.report(self.line(of: name), "[\(self.prefix)\(name)] is [\(text)], but must be \(allowed)")
        return nil
    }

    /// `${NAME}` and `${NAME:default}` become what the environment says.
    private func substitute(_ text: String, _ name: String, _ line: Int) -> String? {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else {
                self.report(line, "[\(self.prefix)\(name)] has [${] without [}]")
                return nil
            }
            let parts = rest[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let variable = String(parts[0])
            if let value = self.environment[variable] {
                result += value
            } else if parts.count == 2 {
                result += parts[1]
            } else {
                self.report(
                    line,
                    "[\(self.prefix)\(name)] needs the environment variable [\(variable)], which is not set")
                return nil
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    // MARK: Unknown settings

    /// Reports every setting that nobody asked for, with the nearest that somebody did.
    func reportUnknown() {
        for name in self.order {
            guard let setting = self.settings[name], !setting.isKnown else { continue }
            let wanted = Array(name.utf8.prefix(64))
            let nearest = self.asked.map { ($0, EditDistance.between(Array($0.utf8.prefix(64)), wanted)) }.min
            { $0.1 < $1.1 }
            let hint =
                nearest.map {
                    $0.1 <= max(2, name.count / 3) ? ", did you mean [\(self.prefix)\($0.0)]?" : ""
                } ?? ""
            self.report(setting.line, "unknown setting [\(self.prefix)\(name)]\(hint)")
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var view = Substring(self)
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
