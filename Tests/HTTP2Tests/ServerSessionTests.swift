import Bytes
import Testing

@testable import HTTP2

@Suite struct ServerSessionTests {
    // MARK: Requests

    @Test func aRequestAndItsAnswer() throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, Frames.request("GET", "/a", [("accept", "*/*")])))
        #expect(peer.heads.map(\.text) == ["GET /a HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n"])
        #expect(peer.frames(.headers, stream: 1).count == 1)
        // The content's end is known with its last octet: no empty frame follows.
        #expect(peer.frames(.data, stream: 1).map(\.header.length) == [10])
        #expect(peer.closed.map(\.code) == [.noError])
        #expect(peer.session.streamCount == 0)
    }

    @Test func theSameAtEverySplitPoint() throws {
        let input =
            Frames.headers(1, Frames.request("POST", "/b", [("content-length", "4")]), ends: false)
            + Frames.data(1, [1, 2], ends: false) + Frames.data(1, [3, 4], ends: true)
            + Frames.headers(3, Frames.request("GET", "/c"))
        for cut in 1..<input.count {
            let peer = try Peer()
            peer.send(Array(input[..<cut]))
            peer.send(Array(input[cut...]))
            #expect(peer.heads.count == 2 && peer.ended.count == 2)
            #expect(peer.heads[0].stream.content == [1, 2, 3, 4])
            #expect(peer.closed.map(\.code) == [.noError, .noError])
        }
    }

    @Test func aTrailerEndsTheRequest() throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false) + Frames.data(1, [1]))
        #expect(peer.ended.isEmpty)
        peer.send(Frames.headers(1, [("x-sum", "1")]))
        #expect(peer.ended.count == 1 && peer.refusals.isEmpty)
    }

    @Test func aForbiddenTrailerIsRefused() throws {
        let peer = try Peer()
        peer.send(
            Frames.headers(1, Frames.request("POST"), ends: false)
                + Frames.headers(1, [("authorization", "ApiKey x")]))
        #expect(peer.refusals == [.forbiddenTrailer] && peer.reset(1) == .protocolError)
    }

    @Test(
        arguments: [
            ([("x", "a\r\nhost: b")], HeadRefusal.malformedMessage), ([("host", "b")], .authorityMismatch),
            ([("connection", "close")], .malformedMessage), ([("te", "gzip")], .malformedMessage),
        ] as [([(String, String)], HeadRefusal)])
    func malformedRequestsAreReset(more: [(String, String)], refusal: HeadRefusal) throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, Frames.request("GET", "/", more)))
        #expect(peer.refusals == [refusal])
        #expect(peer.reset(1) == .protocolError)
        #expect(peer.heads.isEmpty)
        // Other streams are not touched.
        peer.send(Frames.headers(3, Frames.request()))
        #expect(peer.heads.count == 1)
    }

    @Test func connectIsRefusedWithAnAnswer() throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, [(":method", "CONNECT"), (":authority", "a:1")]))
        #expect(peer.refusals == [.unsupportedMethod] && peer.reset(1) == nil)
    }

    // MARK: Answers

    @Test func anAnswerWithoutContentIsOneFrame() throws {
        let peer = try Peer()
        peer.answerSize = 0
        peer.send(Frames.headers(1, Frames.request("HEAD")))
        #expect(peer.frames(.headers, stream: 1).map(\.header.flags) == [5])
        #expect(peer.frames(.data).isEmpty && peer.closed.count == 1)
    }

    @Test func contentWhoseEndComesLateEndsWithAnEmptyFrame() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request()))
        let stream = peer.heads[0].stream
        peer.resources.fields.begin(status: 200, bytes: 0)
        peer.submit(stream, endsStream: false)
        for _ in 0..<3 { peer.give(stream, [1, 2, 3], ends: false) }
        #expect(peer.frames(.data, stream: 1).map(\.header.length) == [3, 3, 3])
        peer.give(stream, [], ends: true)
        #expect(
            peer.frames(.data, stream: 1).last?.header
                == FrameHeader(length: 0, type: .data, flags: 1, streamID: 1))
        peer.give(stream, [9], ends: true)
        #expect(peer.contentCount(1) == 9, "nothing follows the end")
    }

    @Test func anEarlyAnswerLetsAnOwnerReadOn() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false) + Frames.data(1, [1]))
        peer.heads[0].stream.readsOn = true
        peer.answer(peer.heads[0].stream, 5)
        peer.write()
        #expect(peer.frames.map(\.header.type) == [.headers, .data])
        peer.send(Frames.data(1, [2], ends: true))
        peer.write()
        #expect(peer.reset(1) == nil)
        #expect(peer.closed.map(\.code) == [.noError])
    }

    @Test func anEarlyAnswerStopsTheUpload() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false) + Frames.data(1, [1]))
        peer.answer(peer.heads[0].stream, 5)
        peer.write()
        // RFC 9113 §8.1: the answer first, whole.
        #expect(peer.frames.map(\.header.type) == [.headers, .data, .resetStream])
        #expect(peer.reset(1) == .noError)
        // What was under way is no fault, and costs no window.
        peer.send(Frames.data(1, [UInt8](repeating: 0, count: 10_000)) + Frames.data(1, [], ends: true))
        #expect(peer.goAway == nil && !peer.isClosed)
    }

    @Test func continueComesBeforeTheAnswer() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request("POST", "/", [("expect", "100-continue")]), ends: false))
        let stream = peer.heads[0].stream
        let output = ByteBuffer(capacity: 64)
        try peer.session.sendContinue(stream, into: output, max: 1000)
        let frames = Frames.parse(output.array)
        #expect(frames.map(\.header.type) == [.headers] && frames[0].header.flags == 4)
        peer.answer(stream, 3)
        #expect(peer.frames(.headers, stream: 1).count == 1 && peer.contentCount(1) == 3)
    }

    @Test func fieldsAreInLowerCaseAndStayInTheTable() throws {
        let peer = try Peer()
        peer.answerSize = nil
        var sizes: [Int] = []
        for index in 0..<3 {
            peer.send(Frames.headers(Int32(index * 2 + 1).unsigned, Frames.request()))
            let fields = peer.resources.fields
            fields.begin(status: 200, bytes: 200)
            fields.add(name: "X-Elastic-Product", value: "Elasticsearch")
            fields.add(name: "X-Odd", value: "a\r\nb")
            peer.submit(peer.heads[index].stream, endsStream: true)
            sizes.append(peer.frames(.headers).last?.header.length ?? 0)
        }
        // Indexed from the second on: one octet each.
        #expect(sizes[0] > 20 && sizes[1] == 3 && sizes[2] == 3)
    }

    // MARK: Flow control to the client

    @Test func theClientsWindowHoldsContentBack() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.settings([(4, 100)]) + Frames.headers(1, Frames.request()))
        let stream = peer.heads[0].stream
        peer.resources.fields.begin(status: 200, bytes: 0)
        peer.submit(stream, endsStream: false)
        peer.give(stream, [UInt8](repeating: 1, count: 60), ends: false)
        #expect(!stream.isHeldBack)
        peer.give(stream, [UInt8](repeating: 2, count: 60), ends: false)
        #expect(stream.isHeldBack && peer.contentCount(1) == 100)
        peer.send(Frames.windowUpdate(1, 10))
        // A crumb waits for more, or for the owner's word.
        #expect(peer.contentCount(1) == 100 && peer.session.isHeldForWindow)
        peer.session.releaseHeld()
        peer.write()
        #expect(peer.contentCount(1) == 110 && peer.drained.isEmpty && !peer.session.isHeldForWindow)
        peer.send(Frames.windowUpdate(1, 1000))
        #expect(peer.contentCount(1) == 120 && peer.drained.count == 1 && !stream.isHeldBack)
        peer.give(stream, [3], ends: true)
        peer.write()
        #expect(peer.closed.map(\.code) == [.noError])
        let content = peer.frames(.data, stream: 1).flatMap(\.payload)
        #expect(content == [UInt8](repeating: 1, count: 60) + [UInt8](repeating: 2, count: 60) + [3])
    }

    @Test func clientsThatGiveBackEachFrameGetLargeOnes() throws {
        let peer = try Peer()
        peer.answerSize = 1 << 20
        peer.send(Frames.headers(1, Frames.request()) + Frames.headers(3, Frames.request()))
        var seen = 0
        while seen < peer.frames.count, peer.error == nil {
            let found = peer.frames[seen]
            seen += 1
            guard found.header.type == .data, found.header.length > 0 else { continue }
            let increment = UInt32(found.header.length)
            peer.send(Frames.windowUpdate(0, increment))
            peer.send(Frames.windowUpdate(UInt32(found.header.streamID), increment))
        }
        #expect(peer.error == nil && peer.contentCount(1) == 1 << 20 && peer.contentCount(3) == 1 << 20)
        let crumbs = peer.frames(.data).filter { $0.header.length < 2048 }
        #expect(crumbs.count <= 4, "\(crumbs.count) of \(peer.frames(.data).count)")
    }

    @Test func aHeldStreamIsLetGoByTheConnectionsWindow() throws {
        let peer = try Peer()
        peer.answerSize = 70_000
        peer.send(Frames.settings([(4, 100_000)]) + Frames.headers(1, Frames.request()))
        #expect(peer.contentCount(1) == 65_535)
        peer.send(Frames.windowUpdate(0, 500))
        #expect(peer.contentCount(1) == 65_535 && peer.session.isHeldForWindow)
        peer.send(Frames.windowUpdate(0, 5000))
        #expect(peer.contentCount(1) == 70_000 && !peer.session.isHeldForWindow && peer.closed.count == 1)
    }

    @Test func aHeldStreamThatIsResetIsForgotten() throws {
        let peer = try Peer()
        peer.answerSize = 70_000
        peer.send(Frames.settings([(4, 100_000)]) + Frames.headers(1, Frames.request()))
        peer.send(Frames.windowUpdate(0, 500) + Frames.reset(1))
        #expect(!peer.session.isHeldForWindow && peer.closed.count == 1)
        peer.send(Frames.windowUpdate(0, 100_000) + Frames.headers(3, Frames.request()))
        #expect(peer.contentCount(3) == 70_000)
    }

    @Test func theConnectionsWindowHoldsAllStreamsBack() throws {
        let peer = try Peer()
        peer.answerSize = 50_000
        peer.send(Frames.headers(1, Frames.request()) + Frames.headers(3, Frames.request()))
        #expect(peer.contentCount(1) + peer.contentCount(3) == 65_535)
        peer.send(Frames.windowUpdate(0, 100_000))
        #expect(peer.contentCount(1) == 50_000 && peer.contentCount(3) == 50_000)
        #expect(peer.closed.count == 2)
    }

    @Test func aFullConnectionHoldsContentBack() throws {
        let peer = try Peer()
        peer.outputMax = 0
        peer.answerSize = 1000
        peer.send(Frames.headers(1, Frames.request()) + Frames.frame(.ping, [UInt8](repeating: 0, count: 8)))
        // Heads and answers of the protocol go through.
        #expect(peer.frames(.headers).count == 1 && peer.frames(.ping).count == 1)
        #expect(peer.contentCount(1) == 0)
        peer.outputMax = 1 << 20
        peer.write()
        #expect(peer.contentCount(1) == 1000 && peer.drained.count == 1)
    }

    @Test func streamsTakeTurns() throws {
        let peer = try Peer()
        peer.outputMax = 0
        peer.answerSize = 60_000
        peer.send(
            Frames.settings([(4, 1_000_000)]) + Frames.windowUpdate(0, 1_000_000)
                // A client's wish that one be served first and alone changes nothing.
                + Frames.headers(1, Frames.request("GET", "/", [("priority", "u=0")]))
                + Frames.headers(3, Frames.request()) + Frames.headers(5, Frames.request()))
        peer.clear()
        peer.outputMax = 3 * 16_384
        peer.write()
        let counts = [1, 3, 5].map { peer.contentCount($0) }
        #expect(counts.allSatisfy { $0 == 16_384 }, "\(counts)")
    }

    // MARK: Flow control from the client

    @Test func windowsOpenWithUse() throws {
        let peer = try Peer()
        peer.consumes = false
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false))
        let piece = Frames.data(1, [UInt8](repeating: 0, count: 16_384))
        for _ in 0..<16 { peer.send(piece) }
        #expect(peer.frames(.windowUpdate).isEmpty && peer.goAway == nil && peer.reset(1) == nil)
        let stream = peer.heads[0].stream
        #expect(stream.content.count == 256 * 1024)
        peer.session.consume(stream, 200_000)
        peer.write()
        #expect(peer.frames(.windowUpdate, stream: 1).count == 1)
        // One octet more than it was given.
        peer.clear()
        for _ in 0..<12 { peer.send(piece) }
        #expect(peer.reset(1) == nil && peer.goAway == nil)
        peer.send(piece)
        #expect(peer.reset(1) == .flowControlError || peer.goAway == .flowControlError)
    }

    @Test func contentOfAClosedStreamOpensTheConnectionsWindow() throws {
        let peer = try Peer()
        peer.consumes = false
        peer.answerSize = nil
        for id in stride(from: UInt32(1), to: 21, by: 2) {
            peer.send(
                Frames.headers(id, Frames.request("POST"), ends: false)
                    + Frames.data(id, [UInt8](repeating: 0, count: 16_384))
                    + Frames.data(id, [UInt8](repeating: 0, count: 16_384)) + Frames.reset(id))
        }
        for (stream, _) in peer.closed { peer.session.consume(stream, stream.content.count) }
        #expect(peer.closed.count == 10)
        for id in stride(from: UInt32(21), to: 101, by: 2) {
            peer.send(
                Frames.headers(id, Frames.request("POST"), ends: false)
                    + Frames.data(id, [UInt8](repeating: 0, count: 16_384)) + Frames.reset(id))
            if let last = peer.closed.last?.stream { peer.session.consume(last, last.content.count) }
        }
        #expect(peer.goAway == nil && peer.error == nil)
    }

    // MARK: Ends

    @Test func shutdownInTwoSteps() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request()))
        peer.session.announceShutdown()
        peer.session.ping()
        peer.write()
        #expect(peer.goAway == .noError)
        #expect(peer.frames(.goAway).last?.payload.prefix(4) == [0x7f, 0xff, 0xff, 0xff])
        #expect(peer.session.pingIsPending)
        // One that was under way is still taken.
        peer.send(Frames.headers(3, Frames.request()))
        peer.send(Frames.frame(.ping, flags: 1, peer.frames(.ping)[0].payload))
        #expect(peer.heads.count == 2 && !peer.session.pingIsPending)
        peer.session.refuseNewStreams()
        peer.write()
        #expect(peer.frames(.goAway).last?.payload.prefix(4) == [0, 0, 0, 3])
        peer.send(Frames.headers(5, Frames.request(), ends: false) + Frames.data(5, [1], ends: true))
        #expect(peer.heads.count == 2 && peer.error == nil && !peer.session.isOver)
        for (stream, _) in peer.heads { peer.answer(stream, 5) }
        peer.write()
        #expect(peer.session.isOver)
    }

    @Test func terminationNamesItsReason() throws {
        let peer = try Peer()
        peer.session.terminate(.settingsTimeout, "settings not acknowledged")
        peer.write()
        #expect(peer.goAway == .settingsTimeout && peer.isClosed)
        #expect(peer.frames(.goAway)[0].payload.dropFirst(8).elementsEqual("settings not acknowledged".utf8))
    }

    @Test func settingsSayWhatIsAllowed() throws {
        var settings = SessionSettings()
        settings.concurrentStreamsMax = 7
        let peer = try Peer(settings, greets: false)
        let pairs = peer.frames(.settings)[0].payload
        func value(_ id: UInt8) -> Int? {
            for index in stride(from: 0, to: pairs.count, by: 6) where pairs[index + 1] == id {
                return pairs[index + 2..<index + 6].reduce(0) { $0 << 8 | Int($1) }
            }
            return nil
        }
        #expect(value(3) == 7 && value(4) == 256 * 1024 && value(6) == 32 * 1024 && value(9) == 1)
        #expect(peer.frames(.windowUpdate, stream: 0).count == 1)
        #expect(!peer.session.settingsAreAcknowledged)
        peer.send(Frames.preface + Frames.settings() + Frames.settingsAcknowledgement)
        #expect(peer.session.settingsAreAcknowledged)
    }

    @Test func resetStreamsCloseWithTheirCode() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request()) + Frames.reset(1, 8))
        #expect(peer.closed.map(\.code) == [.cancel])
        let stream = peer.closed[0].stream
        peer.give(stream, [1], ends: true)
        #expect(stream.isClosed && peer.contentCount(1) == 0)
    }
}

extension Int32 {
    var unsigned: UInt32 { UInt32(self) }
}
