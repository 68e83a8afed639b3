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

    @Test func picksLines() {
        let tail = AuditTail()
        let lines = [
            #"{"event.outcome":"success","apikey.id":"abc","url.path":"/Logs-1/_search"}"#,
            #"{"event.outcome":"failure","apikey.id":"abc","url.path":"/orders/_search"}"#,
            #"{"event.action":"access_denied", "apikey.id":"abcd", "url.path":"/logs-2"}"#,
            #"{"event.outcome":"success","user.name":"abc"}"#,
        ]
        for line in lines { tail.append(Array((line + "\n").utf8), lineCount: 1) }
        func found(_ filter: AuditTailFilter, after: Int? = nil, count: Int = 10) -> [Int] {
            text(tail.page(after: after, count: count, matching: filter)).compactMap {
                lines.firstIndex(of: $0)
            }
        }
        // Another key whose id begins alike, or a user of that name, is another.
        #expect(found(AuditTailFilter(key: "abc")) == [0, 1])
        #expect(found(AuditTailFilter(key: "abc", outcome: .failure)) == [1])
        #expect(found(AuditTailFilter(outcome: .failure)) == [1, 2])
        #expect(found(AuditTailFilter(outcome: .success)) == [0, 3])
        #expect(found(AuditTailFilter(text: "LOGS-")) == [0, 2])
        #expect(found(AuditTailFilter(text: "nothing like it")).isEmpty)
        #expect(found(AuditTailFilter(text: ""), count: 2) == [2, 3])
        #expect(found(AuditTailFilter(text: "logs-"), count: 1) == [2])
        // What was looked through is not looked through again.
        let page = tail.page(after: 1, count: 1, matching: AuditTailFilter(text: "logs-"))
        #expect(text(page) == [lines[2]])
        #expect(page.next == 3)
        #expect(tail.page(after: 3, count: 1, matching: AuditTailFilter(text: "logs-")).next == 4)
    }
}
