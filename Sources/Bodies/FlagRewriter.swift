public import Bytes

/// Makes `false` at one place of a JSON object `true` while it streams by; everything else goes on as it came, also
/// what is no JSON.
public struct FlagRewriter: Sendable {
    /// Octets of a name that is compared.
    private static let nameMax = 64
    private static let word = Array("false".utf8)

    /// Names of members from the outermost object inwards.
    private let path: [[UInt8]]
    private var depth = 0
    /// Members of ``path`` that the reader stands in, from the outside.
    private var matched = 0
    private var name: [UInt8] = []
    private var isInString = false
    private var isEscaped = false
    private var expectsName = false
    private var isName = false
    /// Octets of `false` that are held back.
    private var held = 0

    public init(path: [String]) { self.path = path.map { Array($0.utf8) } }

    public mutating func receive(_ bytes: borrowing Span<UInt8>, into output: ByteBuffer) {
        for index in 0..<bytes.count { self.receive(bytes[index], output) }
    }

    private mutating func receive(_ byte: UInt8, _ output: ByteBuffer) {
        if self.held > 0 {
            if byte == Self.word[self.held] {
                self.held += 1
                guard self.held == Self.word.count else { return }
                self.held = 0
                return output.append("true")
            }
            output.append(Array(Self.word[..<self.held]))
            self.held = 0
        }
        if self.isInString { return self.string(byte, output) }
        switch byte {
        case UInt8(ascii: "\""):
            self.isInString = true
            self.isName = self.expectsName
            self.name.removeAll(keepingCapacity: true)
        case UInt8(ascii: "{"):
            self.depth += 1
            self.expectsName = true
        case UInt8(ascii: "["):
            self.depth += 1
            self.expectsName = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            self.depth -= 1
            self.expectsName = false
            self.matched = min(self.matched, max(self.depth, 0))
        case UInt8(ascii: ","):
            // In an array of no member that matters this reads a string as a name, which changes nothing.
            self.expectsName = true
            self.matched = min(self.matched, max(self.depth - 1, 0))
        case UInt8(ascii: ":"): self.expectsName = false
        case UInt8(ascii: "f") where self.isAtPlace:
            self.held = 1
            return
        default: break
        }
        output.append(byte)
    }

    private var isAtPlace: Bool {
        self.matched == self.path.count && self.depth == self.path.count && !self.expectsName
    }

    private mutating func string(_ byte: UInt8, _ output: ByteBuffer) {
        output.append(byte)
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.isInString = false
            if self.isName { self.named() }
            return
        }
        if self.isName, self.name.count <= Self.nameMax { self.name.append(byte) }
    }

    /// The name of a member has been read.
    private mutating func named() {
        guard self.depth >= 1, self.depth <= self.path.count, self.matched == self.depth - 1,
            self.name == self.path[self.depth - 1]
        else { return }
        self.matched = self.depth
    }
}
