import Testing

@testable import HTTP

@Suite struct FieldNameTableTests {
    private static let names = FieldName.allCases.filter { $0 != .other }

    private static func find(_ name: [UInt8], before: Int = 0, after: Int = 0) -> FieldName {
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: max(before, after))
        let bytes = filler.prefix(before) + name + filler.prefix(after)
        return FieldNameTable.shared.find(Array(bytes).span, start: before, count: name.count)
    }

    private static func octets(_ name: FieldName) -> [UInt8] { Array("\(name.text)".utf8) }

    @Test(arguments: names)
    func findsEachNameInAnyCaseAndPlace(_ name: FieldName) {
        let lower = Self.octets(name)
        let upper = Array("\(name.text)".uppercased().utf8)
        let mixed = zip(lower, upper).enumerated().map { $0.offset % 2 == 0 ? $0.element.0 : $0.element.1 }
        for octets in [lower, upper, mixed] {
            for before in [0, 1, 7, 8, 9] {
                for after in [0, 1, 8, 40] {
                    #expect(Self.find(octets, before: before, after: after) == name)
                }
            }
        }
    }

    /// Any octet in any place other than a letter's other case makes it another name.
    @Test(arguments: names)
    func findsNothingBeside(_ name: FieldName) {
        let octets = Self.octets(name)
        for place in octets.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = octets
                changed[place] = byte
                let found = Self.find(changed)
                let isSame =
                    "\(UnicodeScalar(byte))".lowercased() == "\(UnicodeScalar(octets[place]))" && byte < 128
                if isSame {
                    #expect(found == name)
                } else {
                    // `if-match` is one octet from nothing else; were it, the other name would be right.
                    #expect(found == .other || Self.octets(found) == changed.map { $0 | 0x20 })
                }
            }
        }
        #expect(Self.find(octets + [UInt8(ascii: "s")]) != name)
        #expect(Self.find(Array(octets.dropLast())) != name)
        #expect(Self.find(Array(octets.dropFirst())) != name)
    }

    @Test func knowsNoOtherLengths() {
        for count in [0, 1, 2, 3, 27, 32, 33, 1000] {
            #expect(Self.find([UInt8](repeating: UInt8(ascii: "a"), count: count)) == .other)
        }
    }
}
