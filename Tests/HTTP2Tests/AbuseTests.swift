import Bytes
import Testing

@testable import HTTP2

/// Floods against a session: each ends it with ENHANCE_YOUR_CALM after so many frames and no earlier.
@Suite struct AbuseTests {
    /// Sends `frame` up to `count` times.
    ///
    /// - Returns: how many were sent when the connection ended; nil: it did not.
    private static func flood(_ peer: Peer, _ count: Int, _ frame: (Int) -> [UInt8]) -> Int? {
        for index in 0..<count {
            peer.send(frame(index))
            if peer.isClosed { return index + 1 }
        }
        return nil
    }

    private static func isOver(_ peer: Peer, _ budget: Budget) -> Bool {
        peer.write()
        return peer.error == .overBudget(budget) && peer.goAway == .enhanceYourCalm && peer.isClosed
            && peer.frames(.goAway)[0].payload.dropFirst(8).elementsEqual("\(budget.text)".utf8)
    }

    @Test func rapidReset() throws {
        let peer = try Peer()
        peer.answerSize = nil
        let sent = Self.flood(peer, 100_000) { index in
            Frames.headers(UInt32(index * 2 + 1), Frames.request()) + Frames.reset(UInt32(index * 2 + 1))
        }
        #expect(sent == 601 && Self.isOver(peer, .resets))
    }

    @Test func aBrowserThatCancelsNowAndThenIsServed() throws {
        let peer = try Peer()
        let sent = Self.flood(peer, 2000) { index in
            peer.now += 200_000_000
            return Frames.headers(UInt32(index * 2 + 1), Frames.request())
                + (index % 2 == 0 ? Frames.reset(UInt32(index * 2 + 1)) : [])
        }
        #expect(sent == nil && peer.goAway == nil)
    }

    /// Ways to have us reset a stream whose request is under way. Each takes from one budget or two.
    @Test(arguments: [0, 1, 2])
    func madeYouReset(way: Int) throws {
        let peer = try Peer()
        peer.answerSize = nil
        let sent = Self.flood(peer, 100_000) { index in
            let id = UInt32(index * 2 + 1)
            let head = Frames.headers(id, Frames.request("POST", "/", [("content-length", "1")]), ends: false)
            switch way {
            case 0: return head + Frames.windowUpdate(id, 1 << 31 - 1)
            case 1: return head + Frames.headers(id, [("x-sum", "1")], ends: false)
            default: return head + Frames.data(id, [1, 2], ends: true)
            }
        }
        let budget = peer.error
        #expect((290...302).contains(sent ?? 0), "\(String(describing: sent))")
        #expect(budget == .overBudget(.ownResets) || budget == .overBudget(.glitches))
    }

    @Test func framesThatBreakTheProtocolEndTheConnectionAtOnce() throws {
        let peer = try Peer()
        peer.answerSize = nil
        let sent = Self.flood(peer, 10) { index in
            let id = UInt32(index * 2 + 1)
            return Frames.headers(id, Frames.request()) + Frames.windowUpdate(id, 0)
        }
        #expect(sent == 1 && peer.goAway == .protocolError)
    }

    @Test func streamsBeyondTheLimitAreRefused() throws {
        let peer = try Peer(greets: false)
        peer.answerSize = nil
        // Before the client can know the limit, one too many is refused and no more.
        peer.send(Frames.preface + Frames.settings())
        for index in 0..<200 { peer.send(Frames.headers(UInt32(index * 2 + 1), Frames.request())) }
        #expect(peer.heads.count == 128)
        #expect(peer.frames(.resetStream).filter { $0.errorCode == .refusedStream }.count == 72)
        #expect(peer.goAway == nil)
    }

    @Test func continuationFlood() throws {
        let peer = try Peer()
        peer.send(Frames.frame(.headers, stream: 1, Frames.block(Frames.request())))
        let sent = Self.flood(peer, 1000) { _ in
            Frames.frame(.continuation, stream: 1, Frames.block([("a", "b")]))
        }
        #expect(sent == 9 && Self.isOver(peer, .headerBlock))
    }

    @Test func emptyContinuationsCount() throws {
        let peer = try Peer()
        peer.send(Frames.frame(.headers, stream: 1, Frames.block(Frames.request())))
        #expect(Self.flood(peer, 1000) { _ in Frames.frame(.continuation, stream: 1) } == 9)
    }

    @Test func continuationsWithinTheLimit() throws {
        let peer = try Peer()
        peer.send(Frames.frame(.headers, flags: 1, stream: 1, Frames.block(Frames.request())))
        for index in 0..<8 {
            peer.send(
                Frames.frame(.continuation, flags: index == 7 ? 4 : 0, stream: 1, Frames.block([("a", "b")])))
        }
        #expect(peer.heads.count == 1 && peer.error == nil)
    }

    /// One octet of the wire stands for a field of 4 KB: the decoded head is what counts.
    @Test func headerBombOfReferences() throws {
        let peer = try Peer()
        let big: [UInt8] =
            [0x40] + Frames.text(Array("x-bomb".utf8)) + Frames.text([UInt8](repeating: 0x61, count: 4000))
        peer.send(
            Frames.frame(.headers, flags: 5, stream: 1, Frames.block(Frames.request()) + big))
        #expect(peer.heads.count == 1)
        func bomb(_ count: Int) -> [UInt8] {
            Frames.block(Frames.request()) + [UInt8](repeating: 0xbe, count: count)
        }
        peer.send(Frames.frame(.headers, flags: 5, stream: 3, bomb(9)))
        #expect(peer.refusals == [.tooLarge] && peer.heads.count == 1 && peer.goAway == nil)
        peer.send(Frames.frame(.headers, flags: 5, stream: 5, bomb(16_000)))
        #expect(Self.isOver(peer, .headerBlock))
    }

    @Test func headsThatAreRefusedAgainAndAgain() throws {
        let peer = try Peer()
        let many = (0..<130).map { ("x-\($0)", "v") }
        let sent = Self.flood(peer, 1000) { index in
            let id = UInt32(index * 2 + 1)
            return Frames.headers(id, Frames.request("GET", "/", many)) + Frames.reset(id)
        }
        #expect(sent == 301 && Self.isOver(peer, .glitches))
    }

    @Test func headerBombOfCrumbs() throws {
        let peer = try Peer()
        let crumb: [UInt8] = [0x60] + Frames.text(Array("a=b".utf8))
        peer.send(Frames.frame(.headers, flags: 5, stream: 1, Frames.block(Frames.request()) + crumb))
        func bomb(_ count: Int) -> [UInt8] {
            Frames.block(Frames.request()) + [UInt8](repeating: 0xbe, count: count)
        }
        peer.send(Frames.frame(.headers, flags: 5, stream: 3, bomb(200)))
        #expect(peer.refusals == [.tooManyFields] && peer.goAway == nil)
        peer.send(Frames.frame(.headers, flags: 5, stream: 5, bomb(16_000)))
        #expect(Self.isOver(peer, .headerBlock))
    }

    @Test func settingsFlood() throws {
        let peer = try Peer()
        // The greeting took two, its acknowledgement among them.
        #expect(Self.flood(peer, 10_000) { _ in Frames.settings() } == 59 && Self.isOver(peer, .settings))
    }

    @Test func settingsWithManyEntries() throws {
        let peer = try Peer()
        peer.send(Frames.settings((0..<100).map { _ in (4, 100) }))
        #expect(peer.goAway == .enhanceYourCalm)
    }

    @Test func pingFlood() throws {
        let peer = try Peer()
        let ping = Frames.frame(.ping, [UInt8](repeating: 1, count: 8))
        #expect(Self.flood(peer, 10_000) { _ in ping } == 601 && Self.isOver(peer, .pings))
        let patient = try Peer()
        let sent = Self.flood(patient, 1000) { _ in
            patient.now += 1_000_000_000
            return ping
        }
        #expect(sent == nil && patient.frames(.ping).count == 1000)
    }

    @Test func priorityFlood() throws {
        let peer = try Peer()
        let sent = Self.flood(peer, 100_000) { index in
            Frames.frame(.priority, stream: UInt32(index * 2 + 1), [0, 0, 0, 0, 15])
        }
        #expect(sent == 3001 && Self.isOver(peer, .priorities))
    }

    @Test func emptyDataFlood() throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false))
        #expect(Self.flood(peer, 10_000) { _ in Frames.data(1, []) } == 101 && Self.isOver(peer, .emptyData))
    }

    @Test func dataOfOneOctet() throws {
        let peer = try Peer()
        peer.send(Frames.headers(1, Frames.request("POST"), ends: false))
        let sent = Self.flood(peer, 100_000) { _ in Frames.data(1, [1]) }
        #expect((10_000...11_000).contains(sent ?? 0) && Self.isOver(peer, .smallData))
    }

    @Test func windowUpdateFlood() throws {
        let peer = try Peer()
        #expect(
            Self.flood(peer, 100_000) { _ in Frames.windowUpdate(0, 1) } == 6001
                && Self.isOver(peer, .windowUpdates))
    }

    @Test func framesOfUnknownTypes() throws {
        let peer = try Peer()
        let sent = Self.flood(peer, 10_000) { _ in Frames.frame(FrameType(rawValue: 0x99), [1, 2, 3]) }
        #expect(sent == 301 && Self.isOver(peer, .glitches))
    }

    @Test func streamsPerSecond() throws {
        var settings = SessionSettings()
        settings.streamsPerSecond = 50
        let peer = try Peer(settings)
        let sent = Self.flood(peer, 1000) { Frames.headers(UInt32($0 * 2 + 1), Frames.request()) }
        #expect(sent == 51 && Self.isOver(peer, .streams))
    }

    @Test func afterTheEndNothingIsRead() throws {
        let peer = try Peer()
        #expect(Self.flood(peer, 10_000) { _ in Frames.settings() } != nil)
        let heads = peer.heads.count
        let taken = try Frames.headers(1, Frames.request()).withUnsafeBufferPointer {
            try peer.session.receive($0, now: 0)
        }
        #expect(taken > 0 && peer.session.takeEvents().isEmpty && peer.heads.count == heads)
    }

    /// A window of nothing for every stream: what waits is bounded by what the owner gives.
    @Test func zeroWindows() throws {
        let peer = try Peer()
        peer.answerSize = 1000
        peer.send(Frames.settings([(4, 0)]))
        for index in 0..<128 { peer.send(Frames.headers(UInt32(index * 2 + 1), Frames.request())) }
        #expect(peer.frames(.headers).count == 128 && peer.frames(.data).isEmpty)
        #expect(peer.heads.allSatisfy { $0.stream.isHeldBack })
        for (stream, _) in peer.heads { peer.session.reset(stream, .cancel) }
        peer.write()
        #expect(
            peer.session.streamCount == 0 && peer.error == nil, "our own deadlines are not the peer's resets")
    }
}
