import Bytes
import HTTP
import Testing

@testable import HTTP1

/// Heads are looked at sixteen octets at a time: each octet in each place around that.
@Suite struct HeadScannerTests {
    private static func scan(_ bytes: [UInt8]) -> Result<Int?, HeadScanner.Failure> {
        var scanner = HeadScanner()
        do throws(HeadScanner.Failure) {
            return .success(try scanner.scan(bytes.span, from: 0))
        } catch {
            return .failure(error)
        }
    }

    @Test func refusesControlsWhereverTheyStand() {
        for count in 1...40 {
            for place in 0..<count {
                for byte in UInt8.min...UInt8.max where byte != 0x0d {
                    var line = [UInt8](repeating: UInt8(ascii: "v"), count: count)
                    line[place] = byte
                    let result = Self.scan(line + Array("\r\n\r\n".utf8))
                    if byte == 0x0a {
                        #expect(result == .failure(.bareLineFeed))
                    } else if byte < 0x20 && byte != 0x09 || byte == 0x7f {
                        #expect(result == .failure(.controlCharacter))
                    } else {
                        #expect(result == .success(count + 4))
                    }
                }
            }
        }
    }

    @Test func refusesACarriageReturnAlone() {
        for count in 1...40 {
            for place in 0..<count {
                var line = [UInt8](repeating: UInt8(ascii: "v"), count: count)
                line[place] = 0x0d
                #expect(Self.scan(line + Array("\r\n\r\n".utf8)) == .failure(.bareCarriageReturn))
            }
        }
    }

    /// Of a name that is not known each octet is checked; of a known one none need be.
    @Test func namesAreTokens() {
        for name in ["x-own-field", "content-type", "a", "h"] {
            for place in name.utf8.indices {
                for byte in UInt8(0x20)...UInt8.max where byte != 0x7f && byte != UInt8(ascii: ":") {
                    var octets = Array(name.utf8)
                    octets[name.utf8.distance(from: name.utf8.startIndex, to: place)] = byte
                    let bytes =
                        Array("GET / HTTP/1.1\r\nHost: h\r\n".utf8) + octets + Array(": v\r\n\r\n".utf8)
                    var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
                    let head = RequestHead()
                    let isWhole = try? parser.parse(bytes.span, into: head)
                    #expect((isWhole == true) == ASCII.isToken(byte))
                }
            }
        }
    }

    @Test func linesWithoutANameAreRefused() {
        for line in [": v", "novalue", "", " : v", "a b: v", "a : v", "novalue\r\nX: y"] where !line.isEmpty {
            var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
            let bytes = Array("GET / HTTP/1.1\r\nHost: h\r\n\(line)\r\n\r\n".utf8)
            #expect(throws: RequestRefusal.self) { try parser.parse(bytes.span, into: RequestHead()) }
        }
    }
}
