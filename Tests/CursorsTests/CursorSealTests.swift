import Testing

@testable import Cursors

@Suite struct CursorSealTests {
    static let holder = Array("key:one".utf8)
    static let id = Array("DXF1ZXJ5QW5kRmV0Y2gBAAAAAAAAAD4WYm9laVYtZndUQlNsdDcwakFMNjU1QQ==".utf8)

    static func seal(_ byte: UInt8 = 7) throws -> CursorSeal {
        try #require(CursorSeal(secret: [UInt8](repeating: byte, count: CursorSeal.secretLength)))
    }

    @Test func itsHolderGetsItBack() throws {
        let seal = try Self.seal()
        let sealed = seal.seal(Self.id, .scroll, holder: Self.holder)
        #expect(sealed.count == Self.id.count + CursorSeal.overhead)
        #expect(sealed != Self.id)
        #expect(seal.open(sealed, .scroll, holder: Self.holder) == Self.id)
    }

    @Test func nobodyElseDoes() throws {
        let seal = try Self.seal()
        let sealed = seal.seal(Self.id, .scroll, holder: Self.holder)
        #expect(seal.open(sealed, .scroll, holder: Array("key:two".utf8)) == nil)
        #expect(seal.open(sealed, .pointInTime, holder: Self.holder) == nil)
        #expect(try Self.seal(8).open(sealed, .scroll, holder: Self.holder) == nil)
        #expect(seal.open(Self.id, .scroll, holder: Self.holder) == nil)
        #expect(seal.open([], .scroll, holder: Self.holder) == nil)
    }

    @Test func everyOctetCounts() throws {
        let seal = try Self.seal()
        let sealed = seal.seal(Self.id, .task, holder: Self.holder)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(seal.open(changed, .task, holder: Self.holder) == nil)
        }
        for count in 0..<sealed.count {
            #expect(seal.open(Array(sealed[..<count]), .task, holder: Self.holder) == nil)
        }
    }

    @Test func holderAndIDDoNotRunTogether() throws {
        let seal = try Self.seal()
        let sealed = seal.seal(Array("bc".utf8), .sql, holder: Array("a".utf8))
        var moved = Array(sealed[..<CursorSeal.overhead])
        moved += Array("c".utf8)
        #expect(seal.open(moved, .sql, holder: Array("ab".utf8)) == nil)
    }

    @Test func theSecretHasItsLength() {
        #expect(CursorSeal(secret: []) == nil)
        #expect(CursorSeal(secret: [UInt8](repeating: 1, count: 31)) == nil)
    }
}
