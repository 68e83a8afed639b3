internal import Bytes
internal import Elasticsearch

/// Goes through a JSON text once, by the forms of the grammar, and notes what it names. Recursive, as deep as the
/// limit allows; allocates nothing before something is named.
struct Walker {
    let grammar: Grammar
    let limits: BodyLimits
    var index = 0
    var found = BodyTargets()
    /// Encoded texts around the text that is read.
    var encodings = 0
    /// What is read is a template: tags in its texts are filled in before it is used.
    var isTemplate = false

    // What is noted of the item that is being read.
    var itemID: [UInt8]?
    var itemType: [UInt8]?
    var options = ExpansionOptions()
    /// `op_type` of the destination is `create`.
    var creates = false

    init(_ limits: BodyLimits, grammar: Grammar = .shared) {
        self.grammar = grammar
        self.limits = limits
    }

    /// Where a value stands.
    struct Position {
        /// Of the object around it.
        var statement = 0
        /// Of its member's name, with the quotes.
        var member: Range<Int>?
        /// Of the array of which it is an element; -1 for the value of a member.
        var array = -1
    }

    /// Reads one object, with space around it and nothing else, from `index` on. Some releases pass over the brackets
    /// of an array around it, others over the array.
    mutating func text(
        _ bytes: borrowing Span<UInt8>, _ form: Grammar.FormID, depth: Int
    ) throws(Fault) {
        JSONScanner.skipSpace(bytes, &self.index)
        guard self.index < bytes.count, bytes[self.index] == UInt8(ascii: "{") else {
            throw Fault(rule: .syntax, offset: self.index)
        }
        try self.value(bytes, form, depth, Position())
        JSONScanner.skipSpace(bytes, &self.index)
        guard self.index == bytes.count else { throw Fault(rule: .trailingText, offset: self.index) }
    }

    mutating func value(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ depth: Int, _ position: Position
    ) throws(Fault) {
        if id == Grammar.scalars { return try self.scalars(bytes) }
        if id == Grammar.scalar { return try self.scalar(bytes) }
        if id == Grammar.any { return try JSONScanner.skipValue(bytes, &self.index, depth: depth) }
        let start = self.index
        guard start < bytes.count else { throw Fault(rule: .syntax, offset: start) }
        guard depth > 0 else { throw Fault(rule: .tooDeep, offset: start) }
        let form = self.grammar.forms[Int(id)]
        if form.flags.contains(.isLeaf) { return try self.leaf(bytes, id, position) }
        if form.flags.contains(.isReading) { return try self.read(bytes, id, depth, position) }
        switch bytes[start] {
        case UInt8(ascii: "{"):
            guard !form.flags.contains(.isObjectless) else {
                throw Fault(rule: .unexpectedValue, offset: start)
            }
            try self.object(bytes, id, depth, position)
        case UInt8(ascii: "["):
            guard id != Grammar.refused, position.array < 0 || form.flags.contains(.nestsArrays) else {
                throw Fault(rule: .unexpectedValue, offset: start)
            }
            try self.array(bytes, form.element == Grammar.none ? id : form.element, depth, position)
        case UInt8(ascii: "\""):
            if form.text != Grammar.none { return try self.value(bytes, form.text, depth, position) }
            guard form.flags.contains(.takesText) else {
                throw Fault(rule: .unexpectedValue, offset: start)
            }
            _ = try JSONScanner.string(bytes, &self.index)
        default: try JSONScanner.skipScalarValue(bytes, &self.index)
        }
    }

    /// One scalar, or an array of scalars.
    private mutating func scalars(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        let start = self.index
        guard start < bytes.count else { throw Fault(rule: .syntax, offset: start) }
        guard bytes[start] == UInt8(ascii: "[") else { return try self.scalar(bytes) }
        self.index &+= 1
        JSONScanner.skipSpace(bytes, &self.index)
        if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
        while true {
            try self.scalar(bytes)
            JSONScanner.skipSpace(bytes, &self.index)
            if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
            try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
        }
    }

    @inline(__always)
    private mutating func scalar(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        guard self.index < bytes.count else { throw Fault(rule: .syntax, offset: self.index) }
        switch bytes[self.index] {
        case UInt8(ascii: "\""): _ = try JSONScanner.string(bytes, &self.index)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            throw Fault(rule: .unexpectedValue, offset: self.index)
        default: try JSONScanner.skipScalarValue(bytes, &self.index)
        }
    }

    private mutating func array(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ depth: Int, _ position: Position
    ) throws(Fault) {
        var position = position
        position.array = self.index
        self.index &+= 1
        JSONScanner.skipSpace(bytes, &self.index)
        if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
        while true {
            try self.value(bytes, id, depth &- 1, position)
            JSONScanner.skipSpace(bytes, &self.index)
            if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
            try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
        }
    }

    private mutating func object(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ depth: Int, _ position: Position
    ) throws(Fault) {
        let start = self.index
        let firstTarget = self.found.targets.count
        let form = self.grammar.forms[Int(id)]
        let isItem = form.flags.contains(.isItem)
        if isItem { self.beginItem() }
        var seen: UInt64 = 0
        self.index &+= 1
        JSONScanner.skipSpace(bytes, &self.index)
        if !JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) {
            var count = 0
            while true {
                let number = try self.member(bytes, id, form, depth, start)
                count &+= 1
                if count > 1, form.flags.contains(.isSingle) {
                    throw Fault(rule: .severalNames, offset: start)
                }
                if number < Grammar.membersMax {
                    let bit: UInt64 = 1 << UInt64(number)
                    guard seen & bit == 0 else { throw Fault(rule: .duplicateName, offset: start) }
                    seen |= bit
                }
                JSONScanner.skipSpace(bytes, &self.index)
                if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) { break }
                try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
            }
        }
        if form.neededMember < 64, seen & (1 << UInt64(form.neededMember)) == 0 {
            let expression = self.grammar.details[Int(id)].neededExpression
            try self.note(form.needed, expression, .none, Position(statement: start))
        }
        if isItem {
            try self.endItem(start..<self.index, array: position.array, firstTarget: firstTarget)
        }
    }

    /// Reads a member.
    ///
    /// - Returns: its number, or ``Grammar/membersMax`` for one that may be there again, or is null.
    private mutating func member(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ form: Grammar.Form, _ depth: Int,
        _ statement: Int
    ) throws(Fault) -> UInt8 {
        let start = self.index
        let name = try JSONScanner.string(bytes, &self.index)
        let range = start..<self.index
        let member = try self.find(bytes, name, id)
        if form.names != Grammar.none {
            var decoded: [UInt8] = []
            try JSONScanner.decode(bytes, name, into: &decoded)
            try self.note(form.names, decoded, .value(range), Position(statement: statement))
        }
        if member == nil, form.flags.contains(.isTemplated) {
            try self.templatedName(bytes, name, statement)
        }
        if self.isTemplate { try self.checkName(bytes, name, id) }
        let child = member?.form ?? form.other
        if member == nil, child == Grammar.refused { throw Fault(rule: .unknownName, offset: start) }
        JSONScanner.skipSpace(bytes, &self.index)
        try JSONScanner.take(UInt8(ascii: ":"), bytes, &self.index)
        // To Elasticsearch null is as if the member were not there, where it has a default; elsewhere a fault.
        if self.index < bytes.count, bytes[self.index] == UInt8(ascii: "n") {
            let hasDefault = member.map { $0.number == form.neededMember } ?? false
            if !hasDefault, let leaf = self.grammar.details[Int(child)].leaf, !leaf.actions.isEmpty {
                throw Fault(rule: .unexpectedValue, offset: self.index)
            }
            try JSONScanner.skipScalarValue(bytes, &self.index)
            return UInt8(Grammar.membersMax)
        }
        let position = Position(statement: statement, member: range)
        try self.value(bytes, child, depth &- 1, position)
        return member?.number ?? UInt8(Grammar.membersMax)
    }

    private func find(
        _ bytes: borrowing Span<UInt8>, _ name: JSONScanner.Text, _ id: Grammar.FormID
    ) throws(Fault) -> Grammar.Member? {
        guard name.isEscaped else { return self.grammar.member(bytes, name.range, of: id) }
        var decoded: [UInt8] = []
        try JSONScanner.decode(bytes, name, into: &decoded)
        return self.grammar.member(decoded.span, 0..<decoded.count, of: id)
    }

    // MARK: What is found

    /// A text, or an array of texts.
    private mutating func leaf(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ position: Position
    ) throws(Fault) {
        let start = self.index
        var names: [UInt8] = []
        if bytes[start] == UInt8(ascii: "[") {
            self.index &+= 1
            JSONScanner.skipSpace(bytes, &self.index)
            if !JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) {
                while true {
                    let count = names.count
                    try self.name(bytes, into: &names)
                    // An empty name would vanish between the commas, and mean all in some places.
                    guard names.count > count else { throw Fault(rule: .unexpectedValue, offset: start) }
                    JSONScanner.skipSpace(bytes, &self.index)
                    if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { break }
                    try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
                    names.append(UInt8(ascii: ","))
                }
            }
        } else {
            try self.name(bytes, into: &names)
        }
        try self.note(id, names.isEmpty ? nil : names, .value(start..<self.index), position)
    }

    private mutating func name(
        _ bytes: borrowing Span<UInt8>, into names: inout [UInt8]
    ) throws(Fault) {
        // A number is a name to some parsers: what has digits only can be written as a text.
        guard self.index < bytes.count, bytes[self.index] == UInt8(ascii: "\"") else {
            throw Fault(rule: .unexpectedValue, offset: self.index)
        }
        try JSONScanner.decode(bytes, try JSONScanner.string(bytes, &self.index), into: &names)
    }

    mutating func note(
        _ id: Grammar.FormID, _ expression: [UInt8]?, _ place: BodyTarget.Place, _ position: Position
    ) throws(Fault) {
        guard id != Grammar.none, let leaf = self.grammar.details[Int(id)].leaf else { return }
        try self.note(leaf, expression, place, position)
    }

    mutating func note(
        _ leaf: Leaf, _ expression: [UInt8]?, _ place: BodyTarget.Place, _ position: Position
    ) throws(Fault) {
        guard self.found.targets.count < self.limits.targetsMax else {
            throw Fault(rule: .tooManyTargets, offset: self.index)
        }
        if self.isTemplate, let expression, TemplateTags.mayHold(expression.span) {
            throw Fault(rule: .hiddenQuery, offset: self.index)
        }
        self.found.targets.append(
            BodyTarget(
                role: leaf.role, actions: leaf.actions, expression: expression,
                place: self.encodings > 0 && place != .none ? .encoded : place, member: position.member,
                statement: position.statement, allowsWildcards: leaf.allowsWildcards, list: leaf.list))
    }

    // MARK: Items

    private mutating func beginItem() {
        self.itemID = nil
        self.itemType = nil
    }

    mutating func endItem(_ range: Range<Int>, array: Int, firstTarget: Int) throws(Fault) {
        guard self.found.items.count < self.limits.itemsMax else {
            throw Fault(rule: .tooManyItems, offset: range.lowerBound)
        }
        self.found.items.append(
            BodyItem(
                range: range, array: array, targets: firstTarget..<self.found.targets.count, id: self.itemID,
                type: self.itemType, options: self.options))
    }
}
