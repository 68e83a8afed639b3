/// How the content of requests is read: a set of forms, each of which says what may stand in a JSON value and what a
/// member of it means. Made once from the text of ``GrammarText``; what no form knows is refused.
final class Grammar: Sendable {
    typealias FormID = UInt16

    /// A value that can name nothing: stepped over, whatever it is.
    static let any: FormID = 0
    /// Nothing but null, a number or a flag may stand here.
    static let refused: FormID = 1
    /// A text, a number, a flag or null, or an array of them. Stricter than ``any`` where old releases would go on in
    /// the midst of an object or array that they don't expect.
    static let scalars: FormID = 2
    /// The same without arrays.
    static let scalar: FormID = 3

    /// No form.
    static let none = FormID.max

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8

        /// The value names something itself.
        static let isLeaf = Flags(rawValue: 1)
        /// The value is read in a way of its own.
        static let isReading = Flags(rawValue: 2)
        /// Texts pass.
        static let takesText = Flags(rawValue: 4)
        /// There may be one member at most.
        static let isSingle = Flags(rawValue: 8)
        /// An object is an item of its own.
        static let isItem = Flags(rawValue: 16)
        /// Objects are refused.
        static let isObjectless = Flags(rawValue: 32)
        /// Arrays may hold arrays. Elsewhere an inner one would end the outer one early, for some releases.
        static let nestsArrays = Flags(rawValue: 64)
        /// Elasticsearch puts the name of a field for `{name}` in the names of members (dynamic templates of mappings):
        /// which member it is cannot be known.
        static let isTemplated = Flags(rawValue: 128)
    }

    struct Form: Sendable {
        var flags: Flags = []
        /// Of members that are not named.
        var other = Grammar.refused
        /// Of the elements of an array, where they have another.
        var element = Grammar.none
        /// Of texts.
        var text = Grammar.none
        /// Of the names of the members.
        var names = Grammar.none
        /// The member that names an index even when it is not there: its number and form.
        var neededMember = UInt8.max
        var needed = Grammar.none
    }

    /// What is rarely needed of a form.
    struct Details: Sendable {
        var name: String
        var leaf: Leaf?
        var reading: Reading?
        /// What the member that is needed names when it is not there.
        var neededExpression: [UInt8]?
        /// Whether some names of members mean something of their own.
        var hasMembers = false
    }

    struct Member: Sendable {
        var form: FormID
        /// Of the members that cannot stand together.
        var number: UInt8
    }

    let forms: [Form]
    let details: [Details]
    private let members: [Member]
    private let names: NameTable
    private let ids: [String: FormID]

    static let shared = Grammar(GrammarText.all)

    /// - Returns: the form of that name, which must be there.
    func form(_ name: String) -> FormID {
        guard let id = self.ids[name] else { preconditionFailure("no form \(name)") }
        return id
    }

    @inline(__always)
    func member(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, of form: FormID
    ) -> Member? {
        let number = self.names.find(bytes, range, scope: form)
        return number == NameTable.none ? nil : self.members[Int(number)]
    }

    /// Members of a form that are numbered; those behind them can be there twice.
    static let membersMax = 64

    init(_ text: String) {
        var builder = GrammarBuilder()
        for line in text.split(separator: "\n") { builder.add(line) }
        builder.finish()
        self.forms = builder.forms
        self.details = builder.details
        self.members = builder.members
        self.names = NameTable(builder.entries)
        self.ids = builder.ids
    }
}
