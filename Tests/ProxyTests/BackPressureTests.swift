import TestSupport
import Testing

@testable import Proxy

@Suite struct BackPressureTests {
    /// Requests of a client that reads no answers must stay in the kernel: their answers would pile up here.
    @Test(arguments: [false, true])
    func answersThatNobodyReadsHoldBackTheNextRequests(_ isAuthorized: Bool) throws {
        // All requests together fit into the kernel's buffers, their answers (8 MB) do not.
        let count = isAuthorized ? 1200 : 16_000
        let content = ScriptedServer.ok(String(repeating: "x", count: 8000))
        let upstream = ScriptedServer.answering { _ in content }
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port, limits: { $0.highWatermark = 64 * 1024 })
        defer { gate.stop() }
        let peer = Peer(port: gate.port, receiveBuffer: 16 * 1024)
        let request = isAuthorized ? gate.head("GET /a") : "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
        let sender = Sender(peer, String(repeating: request, count: count))
        let served = gate.settledCount()
        #expect(served > 0 && served < count * 3 / 4, "served \(served) of \(count)")
        // What was held back is answered once the client reads.
        for number in 0..<count {
            let answer = peer.response()
            guard answer?.status == (isAuthorized ? 200 : 401) else {
                Issue.record("answer \(number): \(String(describing: answer))")
                break
            }
        }
        sender.wait()
    }
}
