/// Reads the lines of a grammar:
///
///     name option option          a form, until the next line that begins at the margin
///       a b|c = form              members of it; `b` and `c` cannot stand together
///       * = form                  all other members; without it they are refused
///       + form                    the members of that form, which stands before
///
/// Options: `text` (texts pass), `nested` (arrays may hold arrays), `templated`, `text=form`, `elements=form`, `names=form`, `single`, `item`, `needs=member` or
/// `needs=member:default`. Forms whose names begin with `@` are leaves, with `!` readings.
struct GrammarBuilder {
    private(set) var forms: [Grammar.Form] = []
    private(set) var details: [Grammar.Details] = []
    private(set) var members: [Grammar.Member] = []
    private(set) var entries: [NameTable.Entry] = []
    private(set) var ids: [String: Grammar.FormID] = [:]

    private var current = 0
    private var isDefined: Set<String> = []
    /// What stands in each form, to be put into others.
    private var lists: [Int: [(group: [Substring], form: Grammar.FormID)]] = [:]
    private var needs: [(form: Int, member: String, expression: [UInt8]?)] = []

    init() {
        for name in ["any", "refuse", "scalars", "scalar"] {
            _ = self.id(name)
            self.isDefined.insert(name)
        }
    }

    /// The number of a form, whether it has been defined or will be.
    private mutating func id(_ name: some StringProtocol) -> Grammar.FormID {
        let name = String(name)
        if let id = self.ids[name] { return id }
        let id = Grammar.FormID(self.forms.count)
        var form = Grammar.Form()
        var details = Grammar.Details(name: name)
        if name.hasPrefix("@") {
            guard let leaf = Leaf.named[String(name.dropFirst())] else { preconditionFailure("leaf \(name)") }
            details.leaf = leaf
            form.flags = .isLeaf
            self.isDefined.insert(name)
        } else if name.hasPrefix("!") {
            guard let reading = Reading(rawValue: String(name.dropFirst())) else {
                preconditionFailure("reading \(name)")
            }
            details.reading = reading
            form.flags = .isReading
            self.isDefined.insert(name)
        }
        self.forms.append(form)
        self.details.append(details)
        self.ids[name] = id
        return id
    }

    mutating func add(_ line: Substring) {
        let words = line.split(separator: " ")
        guard let first = words.first, !first.hasPrefix("#") else { return }
        guard line.hasPrefix(" ") else { return self.begin(first, words.dropFirst()) }
        if first == "+" {
            precondition(words.count == 2, "\(line)")
            let included = Int(self.id(words[1]))
            precondition(self.isDefined.contains(String(words[1])), "\(line)")
            for (group, form) in self.lists[included] ?? [] { self.add(group, form) }
            self.forms[self.current].other = self.forms[included].other
            if self.forms[included].flags.contains(.isTemplated) {
                self.forms[self.current].flags.insert(.isTemplated)
            }
            return
        }
        guard let equals = words.firstIndex(of: "="), equals == words.count - 2, let name = words.last else {
            preconditionFailure("\(line)")
        }
        let form = self.id(name)
        for word in words[..<equals] {
            if word == "*" {
                self.forms[self.current].other = form
            } else {
                self.add(word.split(separator: "|"), form)
            }
        }
    }

    private mutating func begin(_ name: Substring, _ options: ArraySlice<Substring>) {
        let id = self.id(name)
        self.current = Int(id)
        precondition(self.isDefined.insert(String(name)).inserted, "\(name) is defined twice")
        for option in options {
            let parts = option.split(separator: "=", maxSplits: 1)
            switch (parts[0], parts.count) {
            case ("text", 1): self.forms[self.current].flags.insert(.takesText)
            case ("single", 1): self.forms[self.current].flags.insert(.isSingle)
            case ("templated", 1): self.forms[self.current].flags.insert(.isTemplated)
            case ("nested", 1): self.forms[self.current].flags.insert(.nestsArrays)
            case ("item", 1): self.forms[self.current].flags.insert(.isItem)
            case ("text", 2): self.set(\.text, parts[1])
            case ("elements", 2): self.set(\.element, parts[1])
            case ("names", 2): self.set(\.names, parts[1])
            case ("needs", 2):
                let value = parts[1].split(separator: ":")
                self.needs.append(
                    (self.current, String(value[0]), value.count > 1 ? Array(value[1].utf8) : nil))
            default: preconditionFailure("option \(option)")
            }
        }
    }

    private mutating func set(_ path: WritableKeyPath<Grammar.Form, Grammar.FormID>, _ name: Substring) {
        let id = self.id(name)
        self.forms[self.current][keyPath: path] = id
    }

    private mutating func add(_ group: [Substring], _ form: Grammar.FormID) {
        let number = UInt8(min(self.lists[self.current, default: []].count, Grammar.membersMax))
        self.lists[self.current, default: []].append((group, form))
        for name in group {
            let value = UInt16(self.members.count)
            self.members.append(Grammar.Member(form: form, number: number))
            self.entries.append(
                NameTable.Entry(scope: UInt16(self.current), name: String(name), value: value))
        }
    }

    mutating func finish() {
        for form in self.details {
            precondition(self.isDefined.contains(form.name), "\(form.name) is not defined")
        }
        // A form that knows no member has no objects, be they empty.
        for id in self.forms.indices where self.lists[id] == nil && self.forms[id].other == Grammar.refused {
            self.forms[id].flags.insert(.isObjectless)
        }
        for id in self.lists.keys { self.details[id].hasMembers = true }
        for need in self.needs {
            guard
                let number = self.lists[need.form]?.firstIndex(where: { $0.group.contains(need.member[...]) }
                ),
                number < Grammar.membersMax, let list = self.lists[need.form]
            else { preconditionFailure("\(self.details[need.form].name) needs \(need.member)") }
            self.forms[need.form].neededMember = UInt8(number)
            self.forms[need.form].needed = list[number].form
            self.details[need.form].neededExpression = need.expression
        }
    }
}
