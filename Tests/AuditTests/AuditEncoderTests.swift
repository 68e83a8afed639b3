import Bytes
import Foundation
import Testing

@testable import Audit

private func slice<Result>(_ text: String, _ body: (AuditRecord.Slice) throws -> Result) rethrows -> Result {
    var text = text
    return try text.withUTF8 { try body($0) }
}

private func line(_ record: borrowing AuditRecord, node: String = "node-1") throws -> [String: Any] {
    var encoder = AuditEncoder(AuditSettings(nodeName: node))
    let buffer = ByteBuffer(capacity: 64)
    encoder.append(record, to: buffer)
    let bytes = buffer.array
    #expect(bytes.last == 0x0a && bytes.dropLast().allSatisfy { $0 >= 0x20 })
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
}

@Suite struct AuditEncoderTests {
    @Test func tellsTheWholeExchange() throws {
        let key = slice("id-1") { id in
            slice("the \"name\"") {
                AuditMembers.key(
                    AuditSettings(nodeName: ""), id: id, name: $0, username: "elastic", realm: "file1")
            }
        }
        let connection = AuditMembers.connection(
            .ecs, address: "192.0.2.7", port: 4711, tlsVersion: "1.3", listener: "main")
        let destination = AuditMembers.destination(.ecs, "es-1")
        var record = AuditRecord()
        record.timestamp = 1_767_326_645_678
        record.duration = 1_234_567
        record.requestID = 0xabc
        record.subject = key.slice
        record.connection = connection.slice
        record.destination = destination.slice
        record.method = "POST"
        record.requestBytes = 12
        record.status = 201
        record.responseBytes = 34
        let members = try slice("/logs/_doc") { path in
            try slice("refresh=true") { query in
                try slice("curl/8 \u{1}\\") { agent in
                    record.path = path
                    record.query = query
                    record.userAgent = agent
                    return try line(record)
                }
            }
        }
        let expected: [String: String] = [
            "@timestamp": "2026-01-02T04:04:05.678Z", "event.kind": "event", "event.action": "access_granted",
            "event.outcome": "success", "authentication.type": "API_KEY", "apikey.id": "id-1",
            "apikey.name": "the \"name\"", "user.name": "elastic", "user.realm": "file1",
            "source.ip": "192.0.2.7", "tls.version": "1.3", "observer.ingress.interface.name": "main",
            "destination.address": "es-1", "http.request.id": "abc", "http.request.method": "POST",
            "url.path": "/logs/_doc", "url.query": "refresh=true", "user_agent.original": "curl/8 \u{1}\\",
            "service.node.name": "node-1", "ecs.version": "1.12.0",
        ]
        for (name, value) in expected { #expect(members[name] as? String == value, "\(name)") }
        let numbers = [
            "event.duration": 1_234_567, "source.port": 4711, "http.request.body.bytes": 12,
            "http.response.status_code": 201, "http.response.body.bytes": 34,
        ]
        for (name, value) in numbers { #expect(members[name] as? Int == value, "\(name)") }
        #expect(members.count == expected.count + numbers.count)
    }

    @Test func leavesOutWhatIsNotKnown() throws {
        var record = AuditRecord()
        record.event = .connectionDenied
        record.succeeded = false
        record.reason = "too many connections"
        let connection = AuditMembers.connection(.ecs, address: "::1", port: 9, tlsVersion: "", listener: "")
        record.connection = connection.slice
        let members = try line(record, node: "a \"node\"")
        #expect(members["event.reason"] as? String == "too many connections")
        #expect(members["event.outcome"] as? String == "failure")
        #expect(members["service.node.name"] as? String == "a \"node\"")
        for name in [
            "authentication.type", "apikey.id", "user.name", "tls.version", "http.request.method", "url.path",
            "http.response.status_code", "destination.address", "observer.ingress.interface.name",
        ] { #expect(members[name] == nil, "\(name)") }
    }

    @Test func tellsOfUsersAndOfNobody() throws {
        var record = AuditRecord()
        let user = AuditMembers.user(AuditSettings(nodeName: ""), "ann", realm: "file1")
        record.subject = user.slice
        var members = try line(record)
        #expect(members["authentication.type"] as? String == "REALM")
        #expect(members["user.name"] as? String == "ann" && members["user.realm"] as? String == "file1")
        let nobody = AuditMembers.user(AuditSettings(nodeName: ""), "", realm: "")
        record.subject = nobody.slice
        members = try line(record)
        #expect(members["authentication.type"] == nil && members["user.name"] == nil)
    }

    @Test func oneTimestampServesAMillisecond() throws {
        var encoder = AuditEncoder(AuditSettings(nodeName: "n"))
        let buffer = ByteBuffer(capacity: 64)
        var record = AuditRecord()
        for time: Int64 in [1000, 1000, 1001, 999] {
            record.timestamp = time
            encoder.append(record, to: buffer)
        }
        let lines = String(decoding: buffer.array, as: UTF8.self).split(separator: "\n")
        let times = lines.map { $0.dropFirst(15).prefix(24) }
        #expect(
            times == [
                "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:01.001Z",
                "1970-01-01T00:00:00.999Z",
            ])
    }
}
