import Bytes
import Foundation
import Testing

@testable import Audit

/// Compared with lines that Elasticsearch 7.17.28 wrote (addresses and ids changed).
struct ElasticsearchFormatTests {
    private static let granted = """
        {"type":"audit", "timestamp":"2026-11-29T16:27:25,816+0000", "node.id":"n1", "event.type":"transport", \
        "event.action":"access_granted", "authentication.type":"API_KEY", "user.name":"elastic", "user.realm":"reserved", \
        "user.roles":["superuser"], "apikey.id":"oxQhKKIBkS_iVRrg74bu", "apikey.name":"k1", "origin.type":"rest", \
        "origin.address":"127.0.0.1:52624", "request.id":"dttO8sVjTJa8iMr9uadGPw", \
        "action":"indices:data/write/index", "request.name":"IndexRequest", "indices":["a1"]}
        """
    private static let success = """
        {"type":"audit", "timestamp":"2026-11-29T16:27:24,002+0000", "node.id":"n1", "event.type":"rest", \
        "event.action":"authentication_success", "authentication.type":"API_KEY", "user.name":"elastic", \
        "user.realm":"reserved", "apikey.id":"oxQhKKIBkS_iVRrg74bu", "apikey.name":"k1", "origin.type":"rest", \
        "origin.address":"127.0.0.1:52586", "realm":"_es_api_key", "url.path":"/a1/_search", \
        "url.query":"ignore_unavailable=true&pretty", "request.method":"GET", "request.id":"Q4_BaZTLRNapAU0SEAtPuw", \
        "opaque_id":"op-1", "x_forwarded_for":"203.0.113.9"}
        """
    private static let runAs = """
        {"type":"audit", "timestamp":"2026-11-29T16:27:29,404+0000", "node.id":"n1", "event.type":"transport", \
        "event.action":"run_as_granted", "user.name":"alice", "user.run_as.name":"bob", "user.realm":"default_native", \
        "user.run_as.realm":"default_native", "user.roles":["r"], "origin.type":"rest", \
        "origin.address":"127.0.0.1:34534", "request.id":"32cazwZsQmSS9IhwM2whOw", \
        "action":"indices:data/read/search", "request.name":"SearchRequest", "indices":["a1"]}
        """

    private static let settings: AuditSettings = {
        var settings = AuditSettings(nodeName: "node")
        settings.format = .elasticsearch
        return settings
    }()

    private static func slice<Result>(_ text: String, _ body: (AuditRecord.Slice) -> Result) -> Result {
        var text = text
        return text.withUTF8(body)
    }

    /// Names of a line's members in their order.
    private static func names(_ line: String) -> [String] {
        line.matches(of: /(?:\{|, )"([a-z_.]+)":/).map { String($0.1) }
    }

    private static func line(_ record: borrowing AuditRecord) -> String {
        var encoder = AuditEncoder(Self.settings)
        let buffer = ByteBuffer(capacity: 64)
        encoder.append(record, to: buffer)
        return String(decoding: buffer.array, as: UTF8.self)
    }

    private static func key(_ username: String = "elastic") -> AuditMembers {
        Self.slice("oxQhKKIBkS_iVRrg74bu") { id in
            Self.slice("k1") {
                AuditMembers.key(
                    Self.settings, id: id, name: $0, username: username,
                    realm: username.isEmpty ? "" : "reserved")
            }
        }
    }

    /// Members that both have: same names, same order, and those of ours that Elasticsearch does not have behind them.
    private static func compare(_ ours: String, _ theirs: String, missing: Set<String>) throws {
        let (own, expected) = (Self.names(ours), Self.names(theirs).filter { !missing.contains($0) })
        #expect(own.filter(expected.contains) == expected)
        #expect(ours.hasSuffix("}\n"))
        let object = try JSONSerialization.jsonObject(with: Data(ours.utf8)) as? [String: Any]
        #expect(object?.count == own.count, "no member twice")
    }

    private static func sample(_ event: AuditEvent, _ body: (inout AuditRecord) -> Void) -> String {
        let indices = ByteBuffer(capacity: 16)
        AuditIndices.append("a1", first: true, to: indices)
        let connection = AuditMembers.connection(
            .elasticsearch, address: "127.0.0.1", port: 52624, tlsVersion: "1.3", listener: "main")
        return Self.slice("/a1/_search") { path in
            Self.slice("pretty") { query in
                Self.slice("op-1") { opaque in
                    Self.slice("203.0.113.9") { forwarded in
                        var record = AuditRecord()
                        record.event = event
                        record.timestamp = 1_795_969_645_816
                        record.connection = connection.slice
                        record.requestID = 0xabc
                        record.method = "GET"
                        record.path = path
                        record.query = query
                        record.opaqueID = opaque
                        record.forwardedFor = forwarded
                        record.action = "indices:data/write/index"
                        record.indices = indices.readable
                        record.status = 200
                        body(&record)
                        return Self.line(record)
                    }
                }
            }
        }
    }

    @Test func accessGranted() throws {
        let key = Self.key()
        let line = Self.sample(.accessGranted) { $0.subject = key.slice }
        // A node of ours has a name; what a request is called inside Elasticsearch is not known here.
        try Self.compare(line, Self.granted, missing: ["node.id", "request.name", "user.roles"])
        #expect(
            line.hasPrefix(
                """
                {"type":"audit", "timestamp":"2026-11-29T16:27:25,816+0000", "node.name":"node", "event.type":"transport", \
                "event.action":"access_granted", "authentication.type":"API_KEY", "user.name":"elastic", \
                "user.realm":"reserved", "apikey.id":"oxQhKKIBkS_iVRrg74bu", "apikey.name":"k1", "origin.type":"rest", \
                "origin.address":"127.0.0.1:52624", "url.path":"/a1/_search", "url.query":"pretty", \
                "request.method":"GET", "request.id":"abc", "action":"indices:data/write/index", "indices":["a1"], \
                "opaque_id":"op-1", "x_forwarded_for":"203.0.113.9", "event.outcome":"success",
                """.dropLast()))
    }

    @Test func authenticationSuccess() throws {
        let key = Self.key()
        let line = Self.sample(.authenticationSuccess) {
            $0.subject = key.slice
            $0.realm = "_es_api_key"
            $0.action = ""
            $0.indices = AuditRecord.none
        }
        try Self.compare(line, Self.success, missing: ["node.id"])
        #expect(line.contains("\"realm\":\"_es_api_key\", \"url.path\""))
    }

    @Test func runAsGranted() throws {
        let subject = AuditMembers.runAs(
            Self.settings, username: "alice", realm: "default_native", roles: ["r"], as: "bob",
            otherRealm: "default_native")
        let line = Self.sample(.runAsGranted) { $0.subject = subject.slice }
        try Self.compare(line, Self.runAs, missing: ["node.id", "request.name"])
        #expect(line.contains("\"user.roles\":[\"r\"], \"origin.type\""))
    }

    @Test func aKeyThatDoesNotHold() {
        let key = Self.key("")
        let line = Self.sample(.authenticationFailed) {
            $0.subject = key.slice
            $0.succeeded = false
            $0.reason = "wrong API key secret"
        }
        #expect(
            line.contains(
                "\"event.action\":\"authentication_failed\", \"user.name\":\"oxQhKKIBkS_iVRrg74bu\", \"apikey.id\":"
            ))
        #expect(line.contains("\"event.reason\":\"wrong API key secret\""))
        #expect(!line.contains("authentication.type"))
    }

    @Test func aConnectionThatIsRefused() {
        let connection = AuditMembers.connection(
            .elasticsearch, address: "2001:db8::1", port: 9, tlsVersion: "", listener: "")
        var record = AuditRecord()
        record.event = .connectionDenied
        record.connection = connection.slice
        record.succeeded = false
        record.reason = "too many connections"
        let line = Self.line(record)
        #expect(
            line.contains(
                "\"event.type\":\"ip_filter\", \"event.action\":\"connection_denied\", \"origin.type\":\"rest\","
                    + " \"origin.address\":\"[2001:db8::1]:9\", \"transport.profile\":\".http\""))
    }

    @Test func aChange() throws {
        let key = Self.key()
        var record = AuditRecord()
        record.event = .securityConfigChange
        record.subject = key.slice
        record.requestID = 1
        let change = AuditChange(
            action: "put_role", verb: "put", object: "{\"role\":{\"name\":\"r\"}}", before: "{\"cluster\":[]}"
        )
        for format in [AuditSettings.Format.ecs, .elasticsearch] {
            var settings = Self.settings
            settings.format = format
            var encoder = AuditEncoder(settings)
            let buffer = ByteBuffer(capacity: 64)
            encoder.append(change, record, to: buffer)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(buffer.array)) as? [String: Any])
            #expect(object["event.action"] as? String == "put_role")
            let put =
                object[format == .ecs ? "elasticsearch.audit.put" : "put"] as? [String: [String: String]]
            #expect(put == ["role": ["name": "r"]])
            #expect(object["keyward.before"] as? [String: [String]] == ["cluster": []])
            #expect(object["apikey.id"] as? String == "oxQhKKIBkS_iVRrg74bu")
        }
    }

    /// What clients send never breaks a line in two or ends a text.
    @Test func textsAreEscaped() throws {
        let line = Self.slice("/a\"b\n\\\u{7f}") { path in
            var record = AuditRecord()
            record.path = path
            record.userAgent = path
            return Self.line(record)
        }
        #expect(line.utf8.dropLast().allSatisfy { $0 >= 0x20 })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["url.path"] as? String == "/a\"b\n\\\u{7f}")
    }
}
