import Audit
import Client
import Glibc
import Observe
import Synchronization
import TestSupport
import Testing

@testable import AuditIndex

/// Delivery to scripted clusters that refuse, stumble and lose their answers.
@Suite struct IndexShipperTests {
    /// What becomes of one bulk request.
    private enum Turn: Sendable {
        case taken
        /// Taken, and the connection ends before the answer.
        case answerLost
        case status(Int)
        /// Statuses of lines by the number in them; others are created.
        case items([Int: Int])
        /// 413 for more than so many lines.
        case most(Int)
    }

    /// Keeps documents by id; answers by a script, then takes all.
    private final class Cluster: Sendable {
        private struct State {
            var script: [Turn]
            var documents: [String: Int] = [:]
            var order: [Int] = []
            var bulks = 0
        }
        private let state: Mutex<State>
        init(_ script: [Turn]) { self.state = Mutex(State(script: script)) }

        var documents: [String: Int] { self.state.withLock { $0.documents } }
        /// Numbers of lines as they were created.
        var order: [Int] { self.state.withLock { $0.order } }
        var bulks: Int { self.state.withLock { $0.bulks } }

        func answer(_ request: WireMessage) -> String? {
            if request.startLine.hasPrefix("HEAD ") { return Self.head(200, length: 0) }
            if request.startLine.hasPrefix("GET / ") {
                return Self.text(200, #"{"version":{"number":"7.17.28"}}"#)
            }
            return self.state.withLock { state in
                state.bulks += 1
                let turn = state.script.isEmpty ? Turn.taken : state.script.removeFirst()
                let lines = request.content.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
                var statuses: [Int] = []
                if case .status(let status) = turn { return Self.text(status, #"{"error":{"reason":"no"}}"#) }
                if case .most(let most) = turn, lines.count / 2 > most { return Self.text(413, "{}") }
                for at in stride(from: 0, to: lines.count, by: 2) {
                    guard let id = lines[at].split(separator: "\"").dropLast().last,
                        let number = lines[at + 1].split(separator: ":").last.flatMap({ Int($0.dropLast()) })
                    else { return nil }
                    var status = state.documents["\(id)"] == nil ? 201 : 409
                    if case .items(let given) = turn, let own = given[number] { status = own }
                    if status == 201 {
                        state.documents["\(id)"] = number
                        state.order.append(number)
                    }
                    statuses.append(status)
                }
                if case .answerLost = turn { return nil }
                let items = statuses.map { status in
                    status < 300
                        ? "{\"create\":{\"status\":\(status)}}"
                        : "{\"create\":{\"status\":\(status),\"error\":{\"type\":\"t\",\"reason\":\"r\"}}}"
                }
                return Self.text(200, "{\"errors\":true,\"items\":[\(items.joined(separator: ","))]}")
            }
        }

        private static func head(_ status: Int, length: Int) -> String {
            "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
        }
        private static func text(_ status: Int, _ body: String) -> String {
            self.head(status, length: body.utf8.count) + body
        }
    }

    /// Delivers `count` lines, and waits until nothing is left on the disk.
    ///
    /// - Returns: the cluster, what was counted, and what was put aside.
    private func deliver(
        _ script: [Turn], count: Int = 20, batchBytes: Int = 1 << 20
    ) throws -> (cluster: Cluster, counts: [Int], refused: String) {
        let folder = Folder()
        let cluster = Cluster(script)
        let server = ScriptedServer { cluster.answer($0) }
        defer { server.stop() }
        let spool = try folder.spool()
        for number in 0..<count { spool.put(line(number)) }
        var delivery = IndexDelivery(
            nodes: [try ServerURL("http://127.0.0.1:\(server.port)")], name: try IndexName("audit"))
        delivery.batchBytes = batchBytes
        delivery.interval = 0.05
        delivery.timeoutSeconds = 20
        let counts = AuditDeliveryCounts(waiting: { spool.waitingBytes })
        let path = "\(folder.path)/refused"
        let refused = try LineWriter(
            .file(path: path, rotateSize: 1 << 20, rotateKeep: 1), label: "test", waitingBytesMax: 1 << 20
        ) { _ in nil }
        let shipper = IndexShipper(delivery, spool: spool, refused: refused, counts: counts, logger: nil)
        shipper.start()
        for _ in 0..<2000 where spool.waitingBytes > 0 { usleep(10_000) }
        shipper.stop(seconds: 5)
        #expect(spool.waitingBytes == 0)
        var text = [UInt8](repeating: 0, count: 1 << 16)
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        let read = fread(&text, 1, text.count, file)
        return (
            cluster,
            [
                counts.created.load(ordering: .relaxed), counts.present.load(ordering: .relaxed),
                counts.refused.load(ordering: .relaxed),
            ], String(decoding: text[..<read], as: UTF8.self)
        )
    }

    @Test func allLinesOnceAndInOrder() throws {
        let (cluster, counts, refused) = try self.deliver([], count: 100, batchBytes: 400)
        #expect(cluster.order == Array(0..<100))
        #expect(cluster.bulks >= 10)
        #expect(counts == [100, 0, 0])
        #expect(refused.isEmpty)
    }

    @Test func aLostAnswerMakesNoSecondLine() throws {
        let (cluster, counts, _) = try self.deliver([.answerLost])
        #expect(cluster.order == Array(0..<20))
        #expect(cluster.documents.count == 20)
        #expect(counts == [0, 20, 0])
    }

    @Test(arguments: [429, 503, 500, 403, 404, 302])
    func refusedForNow(_ status: Int) throws {
        let (cluster, counts, _) = try self.deliver([.status(status)])
        #expect(cluster.order == Array(0..<20))
        #expect(counts == [20, 0, 0])
    }

    @Test func linesThatMayBeTakenLaterAreSentAgainAlone() throws {
        let (cluster, counts, refused) = try self.deliver([.items([3: 429, 4: 503])])
        #expect(cluster.order == [0, 1, 2] + Array(5..<20) + [3, 4])
        #expect(counts == [20, 0, 0])
        #expect(refused.isEmpty)
    }

    @Test func linesThatAreNeverTakenAreCountedAndKept() throws {
        let (cluster, counts, refused) = try self.deliver([.items([3: 400, 7: 400])])
        #expect(cluster.order == (0..<20).filter { $0 != 3 && $0 != 7 })
        #expect(counts == [18, 0, 2])
        #expect(refused == String(decoding: line(3) + line(7), as: UTF8.self))
    }

    @Test func whatIsTooLargeIsCutInHalves() throws {
        let (cluster, counts, refused) = try self.deliver(Array(repeating: .most(6), count: 8))
        #expect(cluster.order == Array(0..<20))
        #expect(counts == [20, 0, 0])
        #expect(refused.isEmpty)
        // Not one of them fits.
        let (none, lost, kept) = try self.deliver(Array(repeating: .status(413), count: 100), count: 3)
        #expect(none.order.isEmpty)
        #expect(lost == [0, 0, 3])
        #expect(kept.split(separator: "\n").count == 3)
    }

    /// The first node is dead: the other one gets all.
    @Test func anotherNodeIsAsked() throws {
        let folder = Folder()
        let cluster = Cluster([])
        let server = ScriptedServer { cluster.answer($0) }
        defer { server.stop() }
        let spool = try folder.spool()
        spool.put(line(1))
        var delivery = IndexDelivery(
            nodes: try [ScriptedServer.deadPort(), server.port].map {
                try ServerURL("http://127.0.0.1:\($0)")
            },
            name: try IndexName("audit"))
        delivery.interval = 0.05
        let refused = try LineWriter(
            .file(path: "\(folder.path)/refused", rotateSize: 1 << 20, rotateKeep: 1), label: "test",
            waitingBytesMax: 1 << 20
        ) { _ in nil }
        let shipper = IndexShipper(
            delivery, spool: spool, refused: refused, counts: AuditDeliveryCounts(waiting: { 0 }), logger: nil
        )
        shipper.start()
        for _ in 0..<1000 where spool.waitingBytes > 0 { usleep(10_000) }
        shipper.stop(seconds: 5)
        #expect(cluster.order == [1])
    }
}
