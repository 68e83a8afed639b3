import Testing

@testable import Bytes

@Suite struct ASCIITests {
    @Test func unreservedOctets() {
        let unreserved = Set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max { #expect(ASCII.isUnreserved(byte) == unreserved.contains(byte)) }
    }

    @Test func comparesIgnoringCase() {
        let name = Array("Content-Type".utf8)
        name.withUnsafeBufferPointer {
            #expect(ASCII.equalsIgnoringCase($0, "content-TYPE"))
            #expect(!ASCII.equalsIgnoringCase($0, "content-typ"))
            #expect(!ASCII.equalsIgnoringCase($0, "content_type"))
        }
    }

    /// Octet by octet and word by word it is the same, whatever the octets and wherever they differ.
    @Test func comparesIgnoringCaseAtEveryLength() {
        let octets = Array(UInt8.min...UInt8.max)
        for count in 0...25 {
            for start in stride(from: 0, through: 256 - count, by: 3) {
                let left = Array(octets[start..<start + count])
                let swapped = left.map { byte in
                    switch byte {
                    case 0x41...0x5a: byte | 0x20
                    case 0x61...0x7a: byte & ~0x20
                    default: byte
                    }
                }
                #expect(Self.equals(left, swapped))
                for index in 0..<count {
                    var other = left
                    other[index] ^= 0x20
                    let isLetter = (left[index] | 0x20) >= 0x61 && (left[index] | 0x20) <= 0x7a
                    #expect(Self.equals(left, other) == isLetter, "\(left) \(index)")
                }
            }
        }
    }

    private static func equals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { ASCII.equalsIgnoringCase(left, $0) }
        }
    }
}
