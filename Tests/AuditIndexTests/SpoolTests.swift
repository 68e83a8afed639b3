import Glibc
import Testing

@testable import AuditIndex

/// Lines on disk: in order, once, within their bound, over restarts and torn ends.
@Suite struct SpoolTests {
    private func text(_ lines: [BulkBatch.Line]) -> [UInt8] { lines.flatMap { $0.bytes + [0x0a] } }

    @Test(arguments: [1, 40, 100, 1 << 20])
    func linesComeInOrder(_ bytes: Int) throws {
        let folder = Folder()
        let spool = try folder.spool()
        let lines = (0..<200).map { line($0) }
        for bytes in lines { #expect(spool.put(bytes) == bytes.count) }
        #expect(spool.waitingBytes == lines.joined().count)
        let drained = try spool.drain(bytes)
        #expect(self.text(drained) == Array(lines.joined()))
        #expect(Set(drained.map(\.id)).count == 200)
        #expect(spool.waitingBytes == 0)
        #expect(try spool.read(bytes: bytes) == nil)
    }

    @Test func whatWasDeliveredIsNotReadAgain() throws {
        let folder = Folder()
        do {
            let spool = try folder.spool()
            for number in 0..<10 { spool.put(line(number)) }
            let piece = try #require(try spool.read(bytes: line(0).count * 4))
            #expect(BulkBatch(piece).lines.count == 4)
            spool.delivered(piece)
        }
        // As after a kill: nothing was closed.
        let spool = try folder.spool()
        #expect(spool.waitingBytes == line(0).count * 6)
        spool.put(line(10))
        #expect(self.text(try spool.drain()) == Array((4...10).map { line($0) }.joined()))
        #expect(folder.files.count == 2, "the old segment is gone: \(folder.files)")
    }

    /// What may have been delivered before a kill is read with the same ids again.
    @Test func idsAreTheSameAfterARestart() throws {
        let folder = Folder()
        let ids: [String]
        do {
            let spool = try folder.spool()
            for number in 0..<5 { spool.put(line(number)) }
            ids = BulkBatch(try #require(try spool.read(bytes: 1 << 20))).lines.map(\.id)
        }
        #expect(try folder.spool().drain(30).map(\.id) == ids)
    }

    /// A loss of power may take lines that were sent already: what comes in their place has other ids.
    @Test func noIDIsUsedAgain() throws {
        let folder = Folder()
        let ids: [String]
        do {
            let spool = try folder.spool()
            for number in 0..<5 { spool.put(line(number)) }
            ids = try spool.drain().map(\.id)
        }
        for file in folder.files { unlink("\(folder.path)/\(file)") }
        let spool = try folder.spool()
        for number in 5..<10 { spool.put(line(number)) }
        #expect(Set(try spool.drain().map(\.id)).isDisjoint(with: ids))
    }

    @Test func theSizeIsBoundedAndComesFree() throws {
        let folder = Folder()
        let spool = try folder.spool(8 * 1024)
        var count = 0
        while spool.put(line(count)) > 0 { count += 1 }
        #expect(spool.failure.hasPrefix("the spool is full"))
        #expect(8 * 1024 - 64...8 * 1024 ~= spool.waitingBytes)
        #expect(try spool.drain().count == count)
        #expect(spool.put(line(count)) > 0)
        #expect(self.text(try spool.drain()) == line(count))
        #expect(folder.files.count <= 3, "\(folder.files)")
    }

    @Test func aTornEndIsLeftOut() throws {
        let folder = Folder()
        do {
            let spool = try folder.spool()
            spool.put(line(0))
            spool.put(Array("{\"@timestamp\":\"20".utf8))
            // Not while it may still be completed.
            #expect(try spool.drain().count == 1)
        }
        let spool = try folder.spool()
        spool.put(line(1))
        #expect(self.text(try spool.drain()) == line(1))
        #expect(spool.waitingBytes == 0)
    }

    @Test func aDamagedPositionReadsAllAgain() throws {
        let folder = Folder()
        do {
            let spool = try folder.spool()
            spool.put(line(0))
            _ = try spool.drain()
        }
        let file = try #require(fopen("\(folder.path)/position", "w"))
        fputs("00000 x", file)
        fclose(file)
        #expect(try folder.spool().drain().count == 1)
    }

    @Test(arguments: [
        "0000000001-00000000000000ff.json", "1-ff.json", "position", "0000000000-00000000000000ff.json",
        "-.json",
    ])
    func namesOfSegments(_ name: String) {
        let parsed = SpoolSegment.parse(name)
        #expect((parsed != nil) == (name == "0000000001-00000000000000ff.json"))
        if let parsed { #expect((parsed.number, parsed.id) == (1, 0xff)) }
    }
}
