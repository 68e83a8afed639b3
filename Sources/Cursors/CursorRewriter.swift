public import Bytes

/// Replaces the values of some members of a response's JSON object, or of the objects of a list in it, while it streams
/// by: where an upstream hands out the id of a cursor. Keeps no more than one such value.
public struct CursorRewriter {
    public enum Fault: Error, Sendable, Equatable {
        /// An id is longer than ``idLengthMax``.
        case tooLong
    }

    /// Octets of an id: scroll ids have some hundred for each shard.
    public static let idLengthMax = 1 << 20
    /// Octets of a member's name that are looked at.
    private static let nameLengthMax = 32

    private enum State {
        /// Outside strings.
        case structure
        /// In the name of a member that is looked at.
        case name
        /// In a string that is kept back.
        case captured
        /// In any other string.
        case string
    }

    private let names: [[UInt8]]
    /// Brackets around the members that are looked at.
    private let level: Int
    private var state = State.structure
    private var depth = 0
    private var isEscaped = false
    /// A member's name comes next, rather than its value.
    private var expectsName = false
    private var name: [UInt8] = []
    private var hasMatched = false
    private var captured: [UInt8] = []
    /// The value held an escape: ids have none, so it is passed on as it is, unusable.
    private var hasEscape = false

    /// - Parameters:
    ///   - names: of the members whose text is an id.
    ///   - level: of brackets at which they stand: 1 for the members of the response, 3 for those of the objects in a
    ///     list of it.
    public init(names: [StaticString], level: Int = 1) {
        self.names = names.map { Array("\($0)".utf8) }
        self.level = level
    }

    /// Takes the next octets of the response and appends what goes to the client.
    ///
    /// - Parameter replace: gets an id without its quotes, gives what stands in its place.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer, replace: ([UInt8]) -> [UInt8]
    ) throws(Fault) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch self.state {
            case .structure: self.structure(byte)
            case .string: self.string(byte)
            case .name: self.nameOctet(byte)
            case .captured:
                // Everything up to here has passed; from here on it is kept.
                if index > start { buffer.append(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
                if try self.capture(byte) {
                    buffer.append(self.hasEscape ? self.captured : replace(self.captured))
                    buffer.append(UInt8(ascii: "\""))
                    self.captured = []
                }
                start = index + 1
            }
            index += 1
        }
        if bytes.count > start { buffer.append(UnsafeBufferPointer(rebasing: bytes[start...])) }
    }

    private mutating func structure(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            self.depth &+= 1
            self.hasMatched = false
            self.expectsName = self.depth == self.level && byte == UInt8(ascii: "{")
        case UInt8(ascii: "}"), UInt8(ascii: "]"): self.depth &-= 1
        case UInt8(ascii: ","):
            if self.depth == self.level { self.expectsName = true }
            self.hasMatched = false
        case UInt8(ascii: ":"): if self.depth == self.level { self.expectsName = false }
        case UInt8(ascii: "\""):
            if self.depth == self.level, self.expectsName {
                self.name.removeAll(keepingCapacity: true)
                self.state = .name
            } else if self.depth == self.level, self.hasMatched {
                self.hasEscape = false
                self.state = .captured
            } else {
                self.state = .string
            }
        default: break
        }
    }

    private mutating func string(_ byte: UInt8) {
        if self.isEscaped {
            self.isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            self.isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            self.state = .structure
        }
    }

    private mutating func nameOctet(_ byte: UInt8) {
        self.string(byte)
        guard self.state == .structure else {
            if self.name.count <= Self.nameLengthMax { self.name.append(byte) }
            return
        }
        self.hasMatched = self.names.contains(self.name)
    }

    /// - Returns: whether the value is whole.
    private mutating func capture(_ byte: UInt8) throws(Fault) -> Bool {
        if byte == UInt8(ascii: "\\") { self.hasEscape = true }
        self.string(byte)
        if self.state == .structure {
            self.hasMatched = false
            return true
        }
        guard self.captured.count < Self.idLengthMax else { throw .tooLong }
        self.captured.append(byte)
        return false
    }
}
