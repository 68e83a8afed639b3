import Testing

@testable import HTTP2

/// The table of `Conformance/cases.txt` against the engine.
@Suite struct ConformanceTests {
    @Test(arguments: ConformanceCase.all)
    func frames(_ conformance: ConformanceCase) throws {
        try Self.run(conformance, step: .max)
    }

    /// The same, octet by octet: nothing depends on how the input is cut.
    @Test(arguments: ConformanceCase.all)
    func octetByOctet(_ conformance: ConformanceCase) throws {
        try Self.run(conformance, step: 1)
    }

    @Test func theTableIsWhole() {
        #expect(ConformanceCase.all.count == 147)
        #expect(Set(ConformanceCase.all.map(\.name)).count == 147)
        #expect(
            ConformanceCase.all.allSatisfy {
                $0.steps.contains { if case .expect = $0 { true } else { false } }
            })
    }

    private static func run(_ conformance: ConformanceCase, step: Int) throws {
        let peer = try Peer(greets: conformance.greets)
        var sent: [UInt8] = []
        for next in conformance.steps {
            switch next {
            case .send(let bytes): sent += bytes
            case .expect(let words):
                peer.send(sent, step: step)
                sent = []
                Self.check(peer, words, conformance.name)
                peer.clear()
            }
        }
        #expect(sent.isEmpty)
    }

    private static func check(_ peer: Peer, _ words: [Substring], _ name: Substring) {
        let stream = words.count > 1 ? Int32(words[1]) : nil
        switch words[0] {
        case "alive":
            let mark: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            peer.send(Frames.frame(.ping, mark))
            #expect(peer.frames(.ping).contains { $0.payload == mark && $0.header.flags == 1 }, "\(name)")
        case "response":
            let frames = peer.frames(.headers, stream: stream) + peer.frames(.data, stream: stream)
            #expect(frames.first?.header.type == .headers, "\(name): \(peer.frames)")
            #expect(frames.last?.header.has(FrameHeader.endStream) == true, "\(name)")
        case "data":
            #expect(peer.frames(.data, stream: stream).first?.header.length == Int(words[2]), "\(name)")
        case "settings-ack": #expect(peer.frames(.settings).contains { $0.header.flags == 1 }, "\(name)")
        case "ping-ack":
            let mark = stride(from: 0, to: 16, by: 2).map {
                UInt8(words[1].dropFirst($0).prefix(2), radix: 16)!
            }
            #expect(peer.frames(.ping).map(\.payload) == [mark], "\(name)")
        case "closed": #expect(peer.isClosed || peer.goAway != nil, "\(name)")
        case "connection-error":
            #expect(Self.codes(words[1]).contains(peer.goAway), "\(name): \(peer.frames)")
        case "stream-error":
            let codes = Self.codes(words[1])
            let resets = peer.frames(.resetStream).map(\.errorCode)
            #expect(
                codes.contains(peer.goAway) || resets.contains { codes.contains($0) },
                "\(name): \(peer.frames)")
        default: Issue.record("odd expectation \(words)")
        }
    }

    private static func codes(_ names: Substring) -> [ErrorCode?] {
        let known = [
            "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
            "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
        ]
        return names.split(separator: ",").map { name in
            known.firstIndex(of: String(name)).map { ErrorCode(rawValue: UInt32($0)) }
        }
    }
}
