import Bytes
import HTTP
import Testing

@testable import HTTP1

private func parse(_ text: String, method: Method = .get) -> Result<ResponseHead, ResponseRefusal>? {
    var parser = ResponseHeadParser(limits: .default)
    let head = ResponseHead()
    let bytes = Array(text.utf8)
    do throws(ResponseRefusal) {
        return try parser.parse(bytes.span, into: head, requestMethod: method) ? .success(head) : nil
    } catch {
        return .failure(error)
    }
}

@Suite struct ResponseHeadTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method.get, BodyFraming.length(5), true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .get, .chunked, true),
        ("HTTP/1.1 200 OK\r\n\r\n", .get, .untilClose, true),
        ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", .get, .length(0), true),
        ("HTTP/1.1 204 No Content\r\n\r\n", .get, .none, true),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", .get, .none, true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .head, .none, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .head, .none, true),
        ("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", .get, .length(5), false),
        ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\n", .get, .length(5), true),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n", .get, .length(5), false),
        ("HTTP/1.1 100 Continue\r\n\r\n", .get, .none, true),
        ("HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n", .get, .none, true),
        ("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", .get, .none, true),
        // Content that must not be may be on its way: the connection is not used again.
        ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", .get, .none, false),
        ("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", .get, .none, false),
        ("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", .get, .none, true),
        (
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, Close\r\nContent-Length: 0\r\n\r\n", .get, .length(0),
            false
        ),
        (
            "HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", .get,
            .length(0), false
        ),
        ("HTTP/1.1 200 \u{e4}\r\nContent-Length: 0\r\n\r\n", .get, .length(0), true),
        ("HTTP/1.1 999 ?\r\nContent-Length: 007\r\n\r\n", .get, .length(7), true),
    ])
    func isTaken(_ text: String, _ method: Method, _ framing: BodyFraming, _ keepAlive: Bool) {
        guard case .success(let head)? = parse(text, method: method) else {
            Issue.record("refused")
            return
        }
        #expect(head.framing == framing)
        #expect(head.keepAlive == keepAlive)
        #expect(head.length == text.utf8.count)
    }

    @Test(arguments: [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            ResponseRefusal.lengthAndTransferEncoding
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .severalLengths),
        ("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedTransferEncoding),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            .unsupportedTransferEncoding
        ),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .unsupportedTransferEncoding),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .switchedProtocols),
        ("HTTP/2.0 200 OK\r\n\r\n", .malformedLine),
        ("HTTP/1.1 2000 OK\r\n\r\n", .malformedLine), ("HTTP/1.1 20 OK\r\n\r\n", .malformedLine),
        ("HTTP/1.1 099 OK\r\n\r\n", .malformedLine), ("http/1.1 200 OK\r\n\r\n", .malformedLine),
        ("Http/1.1 200 OK\r\n\r\n", .malformedLine), ("HTTP/1.1  200 OK\r\n\r\n", .malformedLine),
        ("HTTP/1.1\t200 OK\r\n\r\n", .malformedLine), ("HTTP/1.1 2x0 OK\r\n\r\n", .malformedLine),
        ("HTTP/1.1 200OK\r\n\r\n", .malformedLine), ("HTTP/1.1 +20 OK\r\n\r\n", .malformedLine),
        (" HTTP/1.1 200 OK\r\n\r\n", .malformedLine), ("\r\nHTTP/1.1 200 OK\r\n\r\n", .malformedLine),
        ("HTTP/11 200 OK\r\n\r\n", .malformedLine), ("ICY 200 OK\r\n\r\n", .malformedLine),
        ("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n", .interimContent),
        ("HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n", .interimContent),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", .malformedLength),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferEncoding),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", .unsupportedTransferEncoding),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n", .unsupportedTransferEncoding),
        ("HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n", .controlCharacter),
        ("HTTP/1.1 200 O\rK\r\n\r\n", .controlCharacter),
        ("HTTP/1.1 200 O\u{00}K\r\n\r\n", .controlCharacter),
        ("HTTP/1.1 200 OK\r\n: a\r\n\r\n", .malformedField),
        ("HTTP/1.1 200 OK\r\nX\r\n\r\n", .malformedField),
        ("HTTP/1.2 200 OK\r\n\r\n", .unsupportedVersion), ("garbage\r\n\r\n", .malformedLine),
        ("HTTP/1.1 200 OK\n\n", .controlCharacter),
        ("HTTP/1.1 200 OK\r\nX: a\u{00}\r\n\r\n", .controlCharacter),
        ("HTTP/1.1 200 OK\r\nX : a\r\n\r\n", .malformedField),
        ("HTTP/1.1 200 OK\r\n x\r\n\r\n", .malformedField),
    ])
    func isRefused(_ text: String, _ rule: ResponseRefusal) {
        guard case .failure(let refusal)? = parse(text) else {
            Issue.record("taken")
            return
        }
        #expect(refusal == rule)
    }

    @Test func endlessHeadsAreRefused() {
        guard
            case .failure(.headTooLarge)? = parse(
                "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 40_000))
        else {
            Issue.record("taken")
            return
        }
    }

    @Test func isWrittenWithOneFraming() {
        let text =
            "HTTP/1.1 200 Fine\r\nConnection: keep-alive\r\nKeep-Alive: x\r\nX: y\r\nTransfer-Encoding: chunked\r\nWarning: 299 x\r\n\r\n"
        guard case .success(let head)? = parse(text) else {
            Issue.record("refused")
            return
        }
        let buffer = ByteBuffer(capacity: 256)
        let bytes = Array(text.utf8)
        ResponseWriter.writeHead(
            head, bytes.span, framing: .chunked, keepAlive: false, isHTTP10: false,
            extraFields: Array("Z: 1\r\n".utf8), into: buffer)
        #expect(
            String(decoding: buffer.array, as: UTF8.self)
                == "HTTP/1.1 200 Fine\r\nX: y\r\nWarning: 299 x\r\nZ: 1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
        )
    }

    /// RFC 9110 §7.6.1: what `Connection` names was meant for us alone.
    @Test func nominatedFieldsStayBehind() {
        let text =
            "HTTP/1.1 200 OK\r\nConnection: X-Hop, close\r\nx-hop: 1\r\nX-Hop-2: 2\r\nConnection: date\r\nDate: now\r\nX-HOP: 3\r\nContent-Length: 0\r\n\r\n"
        guard case .success(let head)? = parse(text) else {
            Issue.record("refused")
            return
        }
        let buffer = ByteBuffer(capacity: 256)
        let bytes = Array(text.utf8)
        ResponseWriter.writeHead(
            head, bytes.span, framing: .length(0), keepAlive: true, isHTTP10: false, extraFields: [],
            into: buffer)
        #expect(
            String(decoding: buffer.array, as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nX-Hop-2: 2\r\ncontent-length: 0\r\n\r\n")
    }

    @Test func headKeepsTheLengthThatWasAnnounced() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"
        guard case .success(let head)? = parse(text, method: .head) else {
            Issue.record("refused")
            return
        }
        let buffer = ByteBuffer(capacity: 256)
        let bytes = Array(text.utf8)
        ResponseWriter.writeHead(
            head, bytes.span, framing: .none, keepAlive: true, isHTTP10: true, extraFields: [], into: buffer)
        #expect(
            String(decoding: buffer.array, as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 77\r\n\r\n")
    }
}
