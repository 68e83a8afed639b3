import Foundation
import TestSupport
import Testing

@testable import Proxy

/// The table of ambiguous requests over sockets, through the whole proxy.
@Suite struct AmbiguousRequestTests {
    private let upstream = ScriptedServer { server, peer, _ in
        while true {
            // Whatever is not well-formed is noted too: nothing of the kind may come.
            guard let request = peer.request() else {
                if !peer.waiting.isEmpty, case .malformed = WireMessage.read(peer.waiting, .request) {
                    server.note(WireMessage())
                }
                return
            }
            if request.target != "/" { server.note(request) }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.method == "HEAD" ? 9 : 0)\r\n\r\n")
        }
    }

    /// - Parameter pieces: how the bytes are sent.
    private func run(_ item: AmbiguousRequest, _ gate: Gate, _ pieces: [[UInt8]]) {
        let before = self.upstream.requests.count
        let peer = gate.connect()
        for piece in pieces {
            peer.send(piece)
            if pieces.count > 1 { usleep(2000) }
        }
        var statuses: [Int] = []
        for number in 0..<item.statuses.count {
            let isHead = number < item.upstream.count && item.upstream[number].hasPrefix("HEAD")
            guard let answer = peer.response(toHead: isHead) else { break }
            statuses.append(answer.status)
        }
        #expect(statuses == item.statuses, "\(item.name)")
        if let last = statuses.last, last != 200 {
            // Nothing behind a refusal is read as a request: the connection ends.
            #expect(peer.isEnded(), "\(item.name)")
            #expect(peer.waiting.isEmpty, "\(item.name)")
        }
        peer.close()
        let received = self.upstream.requests[before...].map { "\($0.method) \($0.target) \($0.text)" }
        #expect(received == item.upstream, "\(item.name)")
    }

    private func runAll(_ cut: ([UInt8]) -> [[UInt8]]) throws {
        defer { self.upstream.stop() }
        let gate = try Gate(upstream: self.upstream.port, limits: { $0.lingerTimeout = 20_000_000 })
        defer { gate.stop() }
        for item in AmbiguousRequest.all where !item.upstream.contains(where: { $0.hasPrefix("GET / ") }) {
            self.run(item, gate, cut(item.bytes(credential: gate.authorization)))
        }
    }

    @Test func atOnce() throws { try self.runAll { [$0] } }

    @Test func inTwoPieces() throws {
        try self.runAll { bytes in
            let split = Int.random(in: 0...bytes.count)
            return [Array(bytes[..<split]), Array(bytes[split...])]
        }
    }
}
