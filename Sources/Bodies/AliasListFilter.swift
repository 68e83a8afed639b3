public import Bytes

/// Leaves aliases out of a list of them, `{"index":{"aliases":{"name":{...},...}},...}`, while it streams by.
public struct AliasListFilter: Sendable {
    /// Where aliases stand: in the object of the outermost object's member.
    private static let aliasDepth = 3
    /// Octets of a name: an alias has 255 at most, each written in six at most.
    private static let nameMax = 2048

    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var expectsName = false
    /// By depth, as far as names are read: whether it is an object.
    private var objects: UInt8 = 0
    /// The name of the member of depth 2 that is being read.
    private var isInAliases = false
    private var name: [UInt8] = []
    private var isInName = false
    /// A member is being left out, with the comma behind it, or before it when it is the last.
    private var isDropping = false
    /// Comma and space before an alias's name: written only when the alias is.
    private var held: [UInt8] = []
    private var hasKept = false

    public init() {}

    /// - Parameter keeps: whether an alias of that name is told. Asked with the octets as they stand.
    public mutating func receive(
        _ bytes: borrowing Span<UInt8>, into output: ByteBuffer, keeps: ([UInt8]) -> Bool
    ) {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if self.isInString {
                self.string(byte, output, keeps)
            } else {
                self.structure(byte, output)
            }
        }
    }

    private var isInList: Bool { self.isInAliases && self.depth == Self.aliasDepth && self.isInObject }
    private var isInObject: Bool {
        (1...Self.aliasDepth).contains(self.depth) && self.objects >> UInt8(self.depth) & 1 == 1
    }

    private mutating func write(_ byte: UInt8, _ output: ByteBuffer) {
        if !self.isDropping { output.append(byte) }
    }

    private mutating func string(_ byte: UInt8, _ output: ByteBuffer, _ keeps: ([UInt8]) -> Bool) {
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.isInString = false
        }
        guard self.isInName else { return self.write(byte, output) }
        if self.isInString {
            if self.name.count < Self.nameMax { self.name.append(byte) }
            if !self.isInList { self.write(byte, output) }
            return
        }
        self.isInName = false
        self.expectsName = false
        if self.isInList {
            self.begin(output, keeps)
        } else {
            if self.depth == Self.aliasDepth - 1 { self.isInAliases = self.name == Array("aliases".utf8) }
            self.write(byte, output)
        }
    }

    /// The name of an alias is whole.
    private mutating func begin(_ output: ByteBuffer, _ keeps: ([UInt8]) -> Bool) {
        guard keeps(self.name) else {
            self.isDropping = true
            self.held.removeAll()
            return
        }
        // Without one that was kept before, no comma.
        for byte in self.held where byte != UInt8(ascii: ",") || self.hasKept { output.append(byte) }
        self.held.removeAll()
        self.hasKept = true
        output.append(UInt8(ascii: "\""))
        output.append(self.name)
        output.append(UInt8(ascii: "\""))
    }

    private mutating func enter(isObject: Bool) {
        self.depth &+= 1
        self.expectsName = isObject
        guard (1...Self.aliasDepth).contains(self.depth) else { return }
        let bit: UInt8 = 1 << UInt8(self.depth)
        if isObject { self.objects |= bit } else { self.objects &= ~bit }
        // Of another index.
        if self.depth < Self.aliasDepth { self.isInAliases = false }
        if self.isInList { self.hasKept = false }
    }

    private mutating func structure(_ byte: UInt8, _ output: ByteBuffer) {
        switch byte {
        case UInt8(ascii: "\""):
            self.isInString = true
            if self.expectsName, self.depth <= Self.aliasDepth {
                self.isInName = true
                self.name.removeAll(keepingCapacity: true)
                if self.isInList { return }
            }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            self.write(byte, output)
            self.enter(isObject: byte == UInt8(ascii: "{"))
            return
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            if self.isInList {
                self.isDropping = false
                for byte in self.held where byte != UInt8(ascii: ",") { output.append(byte) }
                self.held.removeAll()
            }
            self.depth &-= 1
            self.expectsName = false
        case UInt8(ascii: ","):
            self.expectsName = self.isInObject
            if self.isInList {
                self.isDropping = false
                self.held = [byte]
                return
            }
        default:
            if self.isInList, self.expectsName {
                // Space; beyond what a writer indents by it is nobody's loss.
                if self.held.count < Self.nameMax { self.held.append(byte) }
                return
            }
        }
        self.write(byte, output)
    }
}
