import Client
import Foundation
import HTTP
import JSON
import TLS
import TestSupport
import Testing

/// The client before servers that misbehave, over clear text on loopback and over TLS.
struct ClientTests {
    private func client(
        _ server: ScriptedServer, seconds: Int = 30, max: Int = 1 << 20, key: String? = "id:secret"
    ) throws -> Client {
        var settings = Client.Settings(url: try ServerURL("http://127.0.0.1:\(server.port)"))
        settings.credential = key.flatMap { Credential.apiKey($0) }
        settings.timeoutSeconds = seconds
        settings.bodyBytesMax = max
        return try Client(settings)
    }

    private func failure(
        _ client: Client, _ request: ClientRequest = ClientRequest(.get, ["x"])
    ) -> ClientError? {
        do throws(ClientError) {
            _ = try client.send(request)
            return nil
        } catch {
            return error
        }
    }

    private static func answer(_ body: String, _ fields: String = "") -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
    }

    @Test func requestsShareAConnection() throws {
        let server = ScriptedServer { _ in Self.answer(#"{"a":1}"#) }
        defer { server.stop() }
        let client = try self.client(server)
        for _ in 0..<3 {
            let response = try client.send(ClientRequest(.post, ["p"], body: Array("{}".utf8)))
            #expect(response.status == 200)
            #expect(try response.json()["a"]?.integer == 1)
        }
        #expect(server.connectionCount == 1)
        let request = try #require(server.requests.first)
        #expect(request.fields.contains { $0.name == "authorization" && $0.value == "ApiKey aWQ6c2VjcmV0" })
        #expect(request.fields.contains { $0.name == "content-type" && $0.value == "application/json" })
        #expect(request.content == Array("{}".utf8))
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ])
    func everyFraming(_ text: String) throws {
        let server = ScriptedServer { _, peer, _ in
            _ = peer.request()
            peer.send(text)
        }
        defer { server.stop() }
        #expect(try self.client(server).send(ClientRequest(.get, ["x"])).body == Array("{}".utf8))
    }

    @Test(arguments: [
        "no http\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20),
        "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 40_000),
    ])
    func malformedAnswers(_ text: String) throws {
        let server = ScriptedServer { _, peer, _ in
            _ = peer.request()
            peer.send(text)
            _ = peer.isEnded(within: 5)
        }
        defer { server.stop() }
        guard case .malformed = self.failure(try self.client(server)) else {
            Issue.record("taken: \(text.prefix(60))")
            return
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx",
    ])
    func answersThatAreCutOff(_ text: String) throws {
        let server = ScriptedServer { _, peer, _ in
            _ = peer.request()
            peer.send(text)
        }
        defer { server.stop() }
        guard case .cutOff = self.failure(try self.client(server)) else {
            Issue.record("taken: \(text)")
            return
        }
    }

    @Test func hugeAnswersEnd() throws {
        let server = ScriptedServer { _, peer, number in
            _ = peer.request()
            if number == 0 {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
            } else {
                peer.send("HTTP/1.1 200 OK\r\n\r\n")
                while peer.send([UInt8](repeating: 0x20, count: 1 << 16), seconds: 1) {}
            }
        }
        defer { server.stop() }
        #expect(self.failure(try self.client(server)) == .tooLarge(limit: 1 << 20))
        #expect(self.failure(try self.client(server)) == .tooLarge(limit: 1 << 20))
    }

    @Test(arguments: [false, true])
    func slowAnswersEnd(_ drips: Bool) throws {
        let server = ScriptedServer { _, peer, _ in
            _ = peer.request()
            guard drips else {
                _ = peer.isEnded(within: 10)
                return
            }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            // A byte now and then must not keep it waiting for ever.
            while peer.send([0x20]), !peer.isEnded(within: 0.1) {}
        }
        defer { server.stop() }
        let began = Date()
        #expect(self.failure(try self.client(server, seconds: 1)) == .timedOut(seconds: 1))
        #expect(Date().timeIntervalSince(began) < 5)
    }

    @Test func nobodyListens() throws {
        let settings = Client.Settings(url: try ServerURL("http://127.0.0.1:\(ScriptedServer.deadPort())"))
        guard case .unreachable = self.failure(try Client(settings)) else {
            Issue.record("reached")
            return
        }
    }

    @Test func aRefusalBeforeTheWholeRequest() throws {
        let server = ScriptedServer { _, peer, _ in
            _ = peer.headOnly()
            peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            _ = peer.isEnded(within: 30)
        }
        defer { server.stop() }
        let body = [UInt8](repeating: 0x20, count: 32 << 20)
        #expect(try self.client(server).send(ClientRequest(.post, ["x"], body: body)).status == 413)
    }

    /// A connection that the server closed between two requests is opened again; a change is never sent twice.
    @Test func aKeptConnectionThatDies() throws {
        let server = ScriptedServer { server, peer, number in
            guard let request = peer.request() else { return }
            server.note(request)
            peer.send(Self.answer("{}"))
            // The first connection takes a second request and dies of it.
            if number == 0, let second = peer.request() {
                server.note(second)
                return peer.reset()
            }
            _ = peer.isEnded()
        }
        defer { server.stop() }
        let client = try self.client(server)
        #expect(try client.send(ClientRequest(.get, ["1"])).status == 200)
        #expect(try client.send(ClientRequest(.get, ["2"])).status == 200)
        #expect(server.connectionCount == 2)
        let other = ScriptedServer { server, peer, _ in
            guard let request = peer.request() else { return }
            server.note(request)
            peer.send(Self.answer("{}"))
            if let second = peer.request() { server.note(second) }
            peer.reset()
        }
        defer { other.stop() }
        let changing = try self.client(other)
        #expect(try changing.send(ClientRequest(.get, ["1"])).status == 200)
        guard case .cutOff = self.failure(changing, ClientRequest(.post, ["2"])) else {
            Issue.record("answered")
            return
        }
        #expect(other.requests.count == 2)
        #expect(try changing.send(ClientRequest(.get, ["3"])).status == 200)
    }

    @Test func credentialsStayOffTheNetwork() throws {
        // TEST-NET-1 (RFC 5737): nothing is sent, so nothing is waited for.
        var settings = Client.Settings(url: try ServerURL("http://192.0.2.1:9243"))
        settings.credential = Credential.apiKey("id:secret")
        #expect(self.failure(try Client(settings)) == .clearText("192.0.2.1"))
    }
}
