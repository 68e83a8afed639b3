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
}
