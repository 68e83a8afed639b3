/// The arguments of one command, read by its ``CommandSpec``.
public struct Arguments: Sendable {
    /// Why arguments are not what the command takes, in words that say how to mend it. Never the value of an
    /// option: it may be a secret that somebody put there by mistake.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public let command: CommandName
    public private(set) var operands: [String] = []
    private var values: [OptionName: [String]] = [:]
    private var flags: Set<OptionName> = []

    /// - Parameter arguments: what follows the command's name. `--` ends options; `--help` ends reading.
    public init(_ command: CommandName, _ arguments: [String]) throws(Fault) {
        self.command = command
        let spec = command.spec
        let options = Dictionary(spec.allOptions.map { ($0.name, $0) }) { first, _ in first }
        var index = 0
        var takesOptions = true
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if takesOptions, argument == "--" {
                takesOptions = false
            } else if takesOptions, argument.hasPrefix("-"), argument != "-" {
                try self.take(argument, options, arguments, &index)
                if self.flags.contains(.help) { return }
            } else {
                self.operands.append(argument)
            }
        }
        try self.checkOperands(spec)
    }

    private mutating func take(
        _ argument: String, _ options: [OptionName: CommandSpec.Option], _ arguments: [String],
        _ index: inout Int
    ) throws(Fault) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.first.map(String.init) ?? argument
        guard let name = OptionName.find(text), let option = options[name] else {
            throw Fault(description: Self.unknown(text, options.keys.map(\.rawValue)))
        }
        guard option.value != .flag else {
            guard parts.count == 1 else { throw Fault(description: "\(text) takes no value") }
            self.flags.insert(name)
            return
        }
        let value: String
        if parts.count == 2 {
            value = String(parts[1])
        } else if index < arguments.count {
            value = arguments[index]
            index += 1
        } else {
            throw Fault(description: "\(text) needs a value")
        }
        if case .choice(_, let choices) = option.value, !choices.contains(value) {
            throw Fault(description: "\(text) must be one of \(choices.joined(separator: ", "))")
        }
        guard option.repeats || self.values[name] == nil else {
            throw Fault(description: "\(text) is given twice")
        }
        self.values[name, default: []].append(value)
    }

    private func checkOperands(_ spec: CommandSpec) throws(Fault) {
        let required = spec.operands.filter(\.isRequired)
        guard self.operands.count >= required.count else {
            throw Fault(description: "\(required[self.operands.count].name) is missing")
        }
        if self.operands.count > spec.operands.count, spec.operands.last?.repeats != true {
            // Not said what it is: it may be a password.
            let words = spec.operands.isEmpty ? "takes no" : "takes no more than \(spec.operands.count)"
            throw Fault(
                description:
                    "unexpected argument: the command \(words) (an argument with spaces needs quotes)")
        }
        for (operand, value) in zip(spec.operands, self.operands)
        where !operand.choices.isEmpty && !operand.choices.contains(value) {
            throw Fault(
                description: "\(operand.name) must be one of \(operand.choices.joined(separator: ", "))")
        }
    }

    private static func unknown(_ text: String, _ known: [String]) -> String {
        if ["--password", "-p", "--api-key", "--key", "--secret"].contains(text) {
            return
                "\(text) is not taken: arguments can be read by others; use --password-file, --api-key-file,"
                + " KEYWARD_PASSWORD or KEYWARD_API_KEY"
        }
        let nearest = Nearest.of(text, known).map { "; did you mean \($0)?" } ?? ""
        return "unknown option \(text)\(nearest)"
    }

    /// The value of an option that is given at most once.
    public subscript(name: OptionName) -> String? { self.values[name]?.first }
    /// The values of an option in their order.
    public func all(_ name: OptionName) -> [String] { self.values[name] ?? [] }
    public func has(_ name: OptionName) -> Bool { self.flags.contains(name) || self.values[name] != nil }
}
