import Testing

@testable import Audit

@Suite struct AuditTailTests {
    private func text(_ page: AuditTail.Page) -> [String] {
        page.lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func tellsTheLastLinesAndThenWhatHasCome() {
        let tail = AuditTail()
        #expect(tail.page(after: nil, count: 10).lines.isEmpty)
        tail.append(Array("a\nb\nc\n".utf8), lineCount: 3)
        tail.append(Array("d\n".utf8), lineCount: 1)
        let last = tail.page(after: nil, count: 2)
        #expect(text(last) == ["c", "d"])
        #expect(last.next == 4 && last.missed == 0)
        #expect(tail.page(after: last.next, count: 10).lines.isEmpty)
        tail.append(Array("e\nf\n".utf8), lineCount: 2)
        #expect(text(tail.page(after: last.next, count: 10)) == ["e", "f"])
        #expect(text(tail.page(after: 1, count: 2)) == ["b", "c"])
        #expect(tail.page(after: 1, count: 2).next == 3)
        // A number that has not come yet is that of the next line.
        #expect(tail.page(after: 1_000_000, count: 2).next == 6)
        #expect(text(tail.page(after: -5, count: 1)) == ["a"])
    }

    @Test func keepsSoMuchAndTellsWhatIsMissed() {
        let tail = AuditTail()
        let line = [UInt8](repeating: 0x61, count: 1023) + [0x0a]
        for _ in 0..<100 { tail.append(Array(repeatElement(line, count: 64).joined()), lineCount: 64) }
        let page = tail.page(after: 0, count: AuditTail.pageMax)
        #expect(page.missed == 6400 - AuditTail.bytesMax / 1024)
        #expect(page.lines.count == AuditTail.pageMax)
        #expect(page.next == page.missed + AuditTail.pageMax)
    }

    @Test func pagesAreBounded() {
        let tail = AuditTail()
        tail.append(Array(repeatElement(Array("x\n".utf8), count: 3000).joined()), lineCount: 3000)
        #expect(tail.page(after: nil, count: .max).lines.count == AuditTail.pageMax)
        #expect(tail.page(after: 0, count: -1).lines.isEmpty)
    }
}
