public import Bytes

/// Elements that are put into an array of a response: the answers to the items that were taken out of the request.
public protocol SplicedItems: Sendable {
    var count: Int { get }
    /// Where an element belongs in the whole array, from 0; rising from one to the next.
    func position(_ number: Int) -> Int
    /// Appends an element in the form of the response, without a comma.
    func append(_ number: Int, to output: ByteBuffer)
}

/// Puts elements into an array of a response's JSON object while it streams: the denied items of `_bulk` into
/// `items`, of `_msearch` into `responses`, of `_mget` into `docs`. Holds a name at most, whatever the size.
///
/// The members of the outer object and the elements of the array are copied as they are; the space between them is
/// written anew, as Elasticsearch does it.
public struct ResponseSplicer<Items: SplicedItems>: Sendable {
    public struct Form: Sendable {
        /// The member whose array is filled up.
        public var member: StaticString
        /// A member that becomes `true`: `errors` of `_bulk`.
        public var flag: StaticString?
        public var isPretty = false
        /// Whether the array has an element for each item that was forwarded. When `filter_path` drops some, the
        /// places are unknown, and ours stand behind the others.
        public var isPositional = true
        /// Whether the array is made when the response hasn't got it.
        public var makesMember = false

        public init(member: StaticString, flag: StaticString? = nil) {
            self.member = member
            self.flag = flag
        }
    }

    private enum State: Sendable {
        /// Before the outer object.
        case start
        /// In the outer object, where a name, a comma or the end may follow.
        case members
        case name
        /// Behind a name.
        case colon
        /// In a value that is copied.
        case value
        /// In a value that is replaced by `true`.
        case flag
        /// In the array, between elements.
        case elements
        case element
        /// Behind the outer object, or in something else than an object: copied as it is.
        case rest
    }

    /// Bytes of a name that are held; a longer one is none of ours.
    private static var nameBytesMax: Int { 32 }

    private let items: Items
    private let form: Form
    private var state = State.start
    private var name: [UInt8] = []
    private var memberCount = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Elements that were written, and how many of them are ours.
    private var elementCount = 0
    private var insertedCount = 0
    private var hasMember = false

    public init(items: Items, form: Form) {
        self.items = items
        self.form = form
    }

    /// Whether all elements have found their place.
    public var isComplete: Bool { self.insertedCount == self.items.count }

    /// Takes the next bytes of the response and appends to `output` what the client gets.
    public mutating func splice(_ bytes: borrowing Span<UInt8>, into output: ByteBuffer) {
        var index = 0
        while index < bytes.count {
            switch self.state {
            case .start: self.start(bytes, &index, output)
            case .members: self.member(bytes, &index, output)
            case .name: self.name(bytes, &index, output)
            case .colon: self.colon(bytes, &index, output)
            case .value: self.value(bytes, &index, output, copies: true)
            case .flag: self.value(bytes, &index, output, copies: false)
            case .elements: self.elements(bytes, &index, output)
            case .element: self.value(bytes, &index, output, copies: true)
            case .rest:
                output.append(bytes.extracting(index...))
                index = bytes.count
            }
        }
    }

    // MARK: The outer object

    private mutating func start(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer) {
        let byte = bytes[index]
        if byte == UInt8(ascii: "{") {
            self.state = .members
        } else if !Self.isSpace(byte) {
            self.state = .rest
            return
        }
        output.append(byte)
        index &+= 1
    }

    private mutating func member(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer) {
        let byte = bytes[index]
        index &+= 1
        if byte == UInt8(ascii: "\"") {
            self.beginMember(output)
            output.append(byte)
            self.name.removeAll(keepingCapacity: true)
            self.state = .name
        } else if byte == UInt8(ascii: "}") {
            self.makeMember(output)
            if self.form.isPretty { output.append(self.memberCount == 0 ? " " : "\n") }
            output.append(byte)
            self.state = .rest
        }
        // Commas and space are written with what follows them.
    }

    private mutating func beginMember(_ output: ByteBuffer) {
        if self.memberCount > 0 { output.append(UInt8(ascii: ",")) }
        if self.form.isPretty { output.append("\n  ") }
        self.memberCount &+= 1
    }

    private mutating func name(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer) {
        let byte = bytes[index]
        index &+= 1
        output.append(byte)
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.state = .colon
            return
        }
        if self.name.count <= Self.nameBytesMax { self.name.append(byte) }
    }

    private mutating func colon(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer) {
        let byte = bytes[index]
        if Self.isSpace(byte) {
            index &+= 1
        } else if byte == UInt8(ascii: ":") {
            index &+= 1
            output.append(self.form.isPretty ? " : " : ":")
        } else if byte == UInt8(ascii: "["), !self.hasMember, self.isName(self.form.member) {
            index &+= 1
            self.hasMember = true
            output.append(byte)
            self.state = .elements
        } else if let flag = self.form.flag, self.isName(flag) {
            output.append("true")
            self.state = .flag
        } else {
            self.state = .value
        }
    }

    private func isName(_ word: StaticString) -> Bool {
        unsafe self.name.elementsEqual(
            UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private mutating func makeMember(_ output: ByteBuffer) {
        guard self.form.makesMember, !self.hasMember, self.items.count > 0 else { return }
        self.hasMember = true
        self.beginMember(output)
        output.append(UInt8(ascii: "\""))
        output.append(self.form.member)
        output.append(self.form.isPretty ? "\" : [" : "\":[")
        self.endElements(output)
    }

    // MARK: Values

    /// Steps over a value, or an element, up to the comma or bracket behind it.
    private mutating func value(
        _ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer, copies: Bool
    ) {
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if self.isInString {
                self.string(byte)
            } else if byte == UInt8(ascii: "\"") {
                self.isInString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                self.depth &+= 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                if self.depth == 0 { break }
                self.depth &-= 1
            } else if self.depth == 0, byte == UInt8(ascii: ",") || Self.isSpace(byte) {
                break
            }
            index &+= 1
        }
        if copies { output.append(bytes.extracting(start..<index)) }
        guard index < bytes.count else { return }
        if case .element = self.state { self.state = .elements } else { self.state = .members }
    }

    @inline(__always)
    private mutating func string(_ byte: UInt8) {
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.isInString = false
        }
    }

    // MARK: The array

    private mutating func elements(
        _ bytes: borrowing Span<UInt8>, _ index: inout Int, _ output: ByteBuffer
    ) {
        let byte = bytes[index]
        if Self.isSpace(byte) || byte == UInt8(ascii: ",") {
            index &+= 1
        } else if byte == UInt8(ascii: "]") {
            index &+= 1
            self.endElements(output)
            self.state = .members
        } else if byte == UInt8(ascii: "}") {
            // No array that ends like this is one of Elasticsearch's.
            self.state = .rest
        } else {
            if self.form.isPositional { self.insert(output, upTo: self.elementCount) }
            self.separate(output)
            self.state = .element
        }
    }

    private mutating func endElements(_ output: ByteBuffer) {
        self.insert(output, upTo: Int.max)
        if self.form.isPretty { output.append(self.elementCount == 0 ? " " : "\n  ") }
        output.append(UInt8(ascii: "]"))
    }

    /// Writes our elements whose places come next.
    private mutating func insert(_ output: ByteBuffer, upTo position: Int) {
        var position = position
        while self.insertedCount < self.items.count,
            self.items.position(self.insertedCount) <= position
        {
            self.separate(output)
            self.items.append(self.insertedCount, to: output)
            self.insertedCount &+= 1
            if position < Int.max { position &+= 1 }
        }
    }

    private mutating func separate(_ output: ByteBuffer) {
        if self.elementCount > 0 { output.append(UInt8(ascii: ",")) }
        if self.form.isPretty { output.append("\n    ") }
        self.elementCount &+= 1
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }
}
