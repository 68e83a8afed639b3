import Glibc
import Testing

@testable import Audit

struct AuditChainTests {
    private static let key = (0..<32).map { UInt8($0) }

    private final class Folder {
        let path: String
        init() {
            var template = Array("/tmp/keyward-chain-XXXXXX".utf8CString)
            self.path = mkdtemp(&template).map { String(cString: $0) } ?? ""
        }
        var state: String { "\(self.path)/state" }
        var trail: String { "\(self.path)/trail" }
        deinit {
            for name in ["state", "trail", "key"] { unlink("\(self.path)/\(name)") }
            rmdir(self.path)
        }
        func write(_ bytes: [UInt8], to path: String) {
            guard let file = fopen(path, "a") else { return }
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }
    }

    private static func lines(_ range: Range<Int>) -> [UInt8] {
        Array(range.map { "{\"n\":\($0),\"t\":\",\\\"chain\\\":\\\"\"}\n" }.joined().utf8)
    }

    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: 0x0a) }

    private static func verify(
        _ lines: [ArraySlice<UInt8>], state: AuditChain.Link? = nil, key: [UInt8] = AuditChainTests.key
    ) -> [AuditVerifier.Fault] {
        var verifier = AuditVerifier(key: key)
        for (index, line) in lines.enumerated() { verifier.read(line, file: "f", number: index + 1) }
        verifier.finish(state: state, file: "f")
        return verifier.faults
    }

    private static func chained(_ count: Int) -> [ArraySlice<UInt8>] {
        let chain = AuditChain(key: Self.key, statePath: "", trailPath: nil)
        return Self.split(chain.seal(Self.lines(0..<count)))
    }

    @Test func aWholeTrailIsFound() throws {
        let lines = Self.chained(50)
        #expect(lines.count == 50)
        #expect(Self.verify(lines).isEmpty)
        #expect(Self.verify(Array(lines[20...])).isEmpty, "a trail may begin anywhere: old files go")
        let text = String(decoding: lines[0], as: UTF8.self)
        #expect(text.hasPrefix("{\"n\":0,"))
        #expect(text.contains(",\"chain\":\"1 \(String(repeating: "0", count: 32)) "))
    }

    @Test func eachLineThatIsTakenOutIsMissed() {
        let lines = Self.chained(12)
        for index in 1..<11 {
            var fewer = lines
            fewer.remove(at: index)
            let faults = Self.verify(fewer)
            #expect(faults.map(\.line) == [index + 1])
            #expect(faults.first?.text == "1 lines before it are missing")
        }
    }

    @Test func eachBitThatIsAlteredIsFound() {
        let lines = Self.chained(3)
        for index in lines[1].indices {
            var altered = lines
            altered[1][index] ^= 1
            #expect(!Self.verify(altered).isEmpty, "octet \(index - lines[1].startIndex)")
        }
    }

    @Test func linesThatAreMovedPutInOrRepeatedAreFound() {
        let lines = Self.chained(6)
        var moved = lines
        moved.swapAt(2, 3)
        #expect(!Self.verify(moved).isEmpty)
        #expect(!Self.verify(Array(lines[..<3]) + [lines[2]] + Array(lines[3...])).isEmpty)
        #expect(
            !Self.verify(Array(lines[..<3]) + [Array("{\"n\":9}".utf8)[...]] + Array(lines[3...])).isEmpty)
        let other = AuditChain(key: Self.key.reversed(), statePath: "", trailPath: nil)
        let forged = Self.split(other.seal(Self.lines(0..<6)))
        #expect(Self.verify(Array(lines[..<3]) + forged[3...]).count == 3)
    }

    @Test func anEndThatIsCutOffIsFound() {
        let folder = Folder()
        let chain = AuditChain(key: Self.key, statePath: folder.state, trailPath: nil)
        let sealed = chain.seal(Self.lines(0..<10))
        chain.written(sealed)
        let lines = Self.split(sealed)
        let state = AuditChain.state(folder.state)
        #expect(state?.number == 10)
        #expect(Self.verify(lines, state: state).isEmpty)
        #expect(
            Self.verify(Array(lines[..<7]), state: state).map(\.text) == ["3 lines at the end are missing"])
        #expect(Self.verify([], state: state).map(\.text) == ["10 lines at the end are missing"])
        // What was written while the files were read.
        #expect(Self.verify(lines + Self.split(chain.seal(Self.lines(10..<12))), state: state).isEmpty)
    }

    @Test func itGoesOnAfterARestart() {
        let folder = Folder()
        var all: [UInt8] = []
        for run in 0..<4 {
            let chain = AuditChain(key: Self.key, statePath: folder.state, trailPath: folder.trail)
            let sealed = chain.seal(Self.lines(run * 5..<run * 5 + 5))
            folder.write(sealed, to: folder.trail)
            // Every second time the process is killed before it notes what it has written.
            if run % 2 == 0 { chain.written(sealed) }
            all += sealed
        }
        #expect(Self.verify(Self.split(all)).isEmpty)
    }

    @Test func theKeyIsMadeOnce() throws {
        let folder = Folder()
        let key = try AuditChain.key("\(folder.path)/key")
        #expect(key.count == AuditChain.keyLength)
        #expect(try AuditChain.key("\(folder.path)/key") == key)
        folder.write([1], to: "\(folder.path)/key")
        #expect(throws: AuditChain.Failure.self) { try AuditChain.key("\(folder.path)/key") }
    }
}
