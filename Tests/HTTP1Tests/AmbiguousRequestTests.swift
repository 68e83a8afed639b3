import TestSupport
import Testing

@testable import HTTP1

@Suite struct AmbiguousRequestTests {
    static let all = AmbiguousRequest.all
    private static let credential = Array("Authorization: ApiKey x\r\n".utf8)

    private func relay(_ pieces: [[UInt8]]) -> Relay {
        var relay = Relay()
        for piece in pieces { relay.receive(piece) }
        return relay
    }

    /// The requests that an upstream finds in what was written, and whether the beginning of one more follows.
    private func requests(_ written: [UInt8]) -> (whole: [String], hasMore: Bool)? {
        var whole: [String] = []
        var rest = written
        while !rest.isEmpty {
            switch WireMessage.read(rest, .request) {
            case .whole(let message, let length):
                // Nothing that tells who asks or how the client framed it has come along.
                let known = [
                    "host", "content-length", "transfer-encoding", "content-type", "content-encoding",
                ]
                guard message.fields.allSatisfy({ known.contains($0.name) }), message["host"] == "up",
                    message.count(of: "host") == 1
                else { return nil }
                whole.append("\(message.method) \(message.target) \(message.text)")
                rest.removeFirst(length)
            case .partial: return (whole, true)
            case .toTheEnd, .malformed: return nil
            }
        }
        return (whole, false)
    }

    @Test func theTableIsLarge() {
        #expect(Self.all.count >= 400)
        let names = Dictionary(grouping: Self.all, by: \.name)
        #expect(names.allSatisfy { $0.value.count == 1 })
    }

    @Test(arguments: all)
    func isForwardedWholeOrNotAtAll(_ item: AmbiguousRequest) {
        let relay = self.relay([item.bytes(credential: "Authorization: ApiKey x\r\n")])
        #expect(relay.statuses == item.statuses)
        guard let (whole, hasMore) = self.requests(relay.written) else {
            Issue.record("malformed: \(String(decoding: relay.written, as: UTF8.self).debugDescription)")
            return
        }
        #expect(whole == item.upstream)
        // The beginning of a request may have left only before its content turned out to be bad or unfinished.
        if hasMore { #expect(relay.statuses.last != 200 || !relay.isOver) }
    }

    /// However the bytes arrive, the answers and the upstream's bytes are the same.
    @Test(arguments: all.filter { $0.bytes().count < 3000 })
    func isTheSameAtEverySplit(_ item: AmbiguousRequest) {
        let bytes = item.bytes(credential: "Authorization: ApiKey x\r\n")
        let whole = self.relay([bytes])
        guard let expected = self.requests(whole.written) else { return }
        for split in 1..<bytes.count {
            let relay = self.relay([Array(bytes[..<split]), Array(bytes[split...])])
            guard relay.statuses == whole.statuses, let found = self.requests(relay.written),
                found.whole == expected.whole, relay.isOver == whole.isOver
            else {
                Issue.record("split at \(split): \(relay.statuses)")
                return
            }
        }
        let single = self.relay(bytes.map { [$0] })
        #expect(single.statuses == whole.statuses)
        #expect(self.requests(single.written)?.whole == expected.whole)
    }
}
