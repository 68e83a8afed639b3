import Testing

@testable import HTTP2

/// Large answers share what the client takes, however that comes.
@Suite struct FairnessTests {
    /// Gives streams content without end, as the upstreams of a loop do: in turns, as much as a turn may bring, until
    /// the stream is held back; one that is not held back any more waits for its turn behind the others.
    private final class Givers {
        private static let piece = [UInt8](repeating: 0x61, count: 16 * 1024)
        private let peer: Peer
        private var turns: [Peer.Stream] = []
        private var drainedCount = 0

        init(_ peer: Peer, count: Int) {
            self.peer = peer
            peer.answerSize = nil
            for index in 0..<count {
                peer.send(Frames.headers(UInt32(2 * index + 1), Frames.request()))
            }
            for (stream, _) in peer.heads {
                peer.resources.fields.begin(status: 200, bytes: 0)
                peer.submit(stream, endsStream: false)
                self.turns.append(stream)
            }
        }

        /// Goes on until every stream is held back.
        func run() {
            while true {
                self.drained()
                guard !self.turns.isEmpty else { return }
                let turns = self.turns
                self.turns = []
                for stream in turns { self.turn(stream) }
                self.peer.write()
            }
        }

        /// Gives turns to those that are not held back any more.
        func drained() {
            self.turns += self.peer.drained[self.drainedCount...]
            self.drainedCount = self.peer.drained.count
        }

        private func turn(_ stream: Peer.Stream) {
            var budget = self.peer.session.contentPerTurn
            while !stream.isHeldBack {
                guard budget > 0 else { return self.turns.append(stream) }
                self.peer.give(stream, Self.piece, ends: false)
                budget -= Self.piece.count
            }
        }
    }

    /// - Parameter steps: octets by which the connection's window opens, over and over.
    @Test(
        arguments: [
            [16_384], [32_768], [60_000], [65_536], [100_000], [300_000], [1_000_000],
            [5000, 90_000, 200_000, 16_384, 1],
        ],
        [2, 3, 7])
    func streamsShareTheWindow(steps: [UInt32], count: Int) throws {
        let peer = try Peer(greets: false)
        // The streams' own windows are never in the way.
        peer.send(Frames.preface + Frames.settings([(4, 1 << 30)]) + Frames.settingsAcknowledgement)
        peer.clear()
        let givers = Givers(peer, count: count)
        givers.run()
        var sent = [Int](repeating: 0, count: count)
        var opened = 0
        var step = 0
        while opened < count << 20 {
            peer.send(Frames.windowUpdate(0, steps[step % steps.count]))
            opened += Int(steps[step % steps.count])
            step += 1
            givers.run()
            for index in 0..<count { sent[index] += peer.contentCount(Int32(2 * index + 1)) }
            peer.clear()
        }
        let least = sent.min() ?? 0
        let most = sent.max() ?? 0
        #expect(sent.reduce(0, +) > opened - 4096, "nothing of the window is left")
        #expect(most - least <= 256 * 1024, "sent \(sent) with windows of \(steps)")
    }

    /// - Parameter room: octets that the connection takes each time.
    @Test(arguments: [1, 16_384, 40_000, 262_144])
    func streamsShareAConnectionThatIsFull(room: Int) throws {
        let peer = try Peer(greets: false)
        peer.send(
            Frames.preface + Frames.settings([(4, 1 << 30)]) + Frames.settingsAcknowledgement
                + Frames.windowUpdate(0, 1 << 30))
        let givers = Givers(peer, count: 3)
        // Until somebody waits, nobody has had a turn too many.
        peer.outputMax = 0
        givers.run()
        peer.clear()
        peer.outputMax = room
        for _ in 0..<200 {
            #expect(peer.session.isPaused)
            peer.write()
            givers.drained()
            peer.outputMax = 0
            givers.run()
            peer.outputMax = room
        }
        let sent = [1, 3, 5].map { peer.contentCount($0) }
        #expect((sent.min() ?? 0) > 200 * min(room, 16_384) / 4)
        #expect((sent.max() ?? 0) - (sent.min() ?? 0) <= 64 * 1024, "sent \(sent)")
    }

    @Test func whoeverLeavesTheLineIsForgotten() throws {
        let peer = try Peer(greets: false)
        peer.send(Frames.preface + Frames.settings() + Frames.settingsAcknowledgement)
        let givers = Givers(peer, count: 3)
        givers.run()
        // The window is used up, all wait. The one in the middle goes, then the rest gets what there is.
        peer.send(Frames.reset(3))
        #expect(peer.closed.map(\.stream.id) == [3])
        peer.clear()
        peer.send(
            Frames.windowUpdate(0, 32_768) + Frames.windowUpdate(1, 65_536) + Frames.windowUpdate(5, 65_536))
        givers.run()
        let (first, third) = (peer.contentCount(1), peer.contentCount(5))
        #expect(peer.contentCount(3) == 0 && first + third == 32_768)
    }

    @Test func aStreamAloneTakesManyTurnsAtOnce() throws {
        let peer = try Peer()
        peer.answerSize = nil
        peer.send(Frames.headers(1, Frames.request()))
        #expect(peer.session.contentPerTurn == 256 * 1024)
        peer.send(Frames.headers(3, Frames.request()))
        #expect(peer.session.contentPerTurn == 16 * 1024)
    }
}
