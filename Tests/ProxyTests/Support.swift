import Audit
import Authenticate
import Authorize
import Bytes
import Cursors
import Decide
import EventLoop
import Foundation
import HTTP1
import JSON
import Keys
import Observe
import Security
import TestSupport
import Upstream

@testable import Proxy

/// A proxy in this process before one upstream, with a clear-text listener that serves keys, and one key.
final class Gate {
    let server: ProxyServer
    let shared: ProxyShared
    let registry: KeyRegistry
    let entry: UpstreamEntry
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path
    /// Whole field line of a key that may do everything.
    let authorization: String
    private var isStopped = false

    /// - Parameter upstream: its port on loopback.
    init(
        upstream: UInt16, kind: UpstreamKind = .elasticsearch, loops: Int = 1,
        limits change: (inout ConnectionLimits) -> Void = { _ in },
        upstreamSettings: (inout UpstreamSettings) -> Void = { _ in },
        overflow: AuditLog.Overflow = .count, auditBytesMax: Int = 64 << 20
    ) throws {
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        guard let address = SocketAddress(host: "127.0.0.1", port: upstream),
            let loopback = SocketAddress(host: "127.0.0.1", port: 0)
        else { preconditionFailure("no address") }
        var settings = UpstreamSettings(
            name: "default",
            hosts: [
                .init(
                    name: "127.0.0.1", port: upstream, addresses: [address], tls: nil,
                    authority: Array("up:9200".utf8))
            ])
        // The probe's own exchanges stay out of the tests' way once it has learnt the version.
        settings.healthInterval = .seconds(3600)
        settings.connectTimeout = .seconds(Peer.patience)
        upstreamSettings(&settings)
        guard let seal = CursorSeal(secret: [UInt8](repeating: 7, count: CursorSeal.secretLength)) else {
            preconditionFailure("no seal")
        }
        self.entry = UpstreamEntry(
            settings: settings, kind: kind, fieldPolicy: kind == .kibana ? .kibana() : .elasticsearch(),
            seal: seal)
        let store = MemoryStore()
        self.registry = KeyRegistry(store: store)
        let secret = Secret.generate()
        let record = KeyRecord(
            id: .generate(now: 1), name: "gate", creation: 1, hash: SecretHasher().hash(secret).text,
            owner: KeyOwner(username: "elastic", realm: "default_file", realmType: "file"),
            limitedBy: SuperuserDescriptor.text)
        self.registry.table.insert(record)
        let pair = Array("\(record.id):".utf8) + secret.text
        self.authorization =
            "Authorization: ApiKey \(String(decoding: Base64.encode(pair), as: UTF8.self))\r\n"
        var limits = ConnectionLimits()
        limits.lingerTimeout = .seconds(0.3)
        change(&limits)
        let realms = Realms(
            file: FileRealm(
                usersPath: "\(self.folder)/users", usersRolesPath: "\(self.folder)/users_roles"),
            native: NativeRealm(store: store))
        let passwords = PasswordAuthenticator(realms: realms, ttl: 60_000, parallel: 1, bcryptCost: 4)
        self.shared = ProxyShared(
            limits: limits, upstreams: [self.entry], registry: self.registry, passwords: passwords,
            router: SecurityRouter(
                registry: self.registry,
                resolver: PrivilegeResolver(
                    keys: self.registry.table, roles: RoleStore(store: store, builtIn: [])),
                realms: realms, passwords: passwords,
                node: NodeIdentity(id: "node", name: "gate", clusterName: "test")),
            requesters: Requesters(source: SuperuserSource(), table: self.registry.table), seal: seal,
            audit: try AuditLog(
                target: .file(path: "\(self.folder)/audit.json", rotateSize: 0, rotateKeep: 0),
                settings: AuditSettings(nodeName: "gate"), overflow: overflow, waitingBytesMax: auditBytesMax),
            logger: try Logger(level: .error))
        var listener = ListenerSettings(name: "main", address: loopback, tls: nil, upstream: 0)
        listener.allowsCleartextKeys = true
        self.server = try ProxyServer(
            group: LoopGroup(count: loops), shared: self.shared, listeners: [listener])
        self.server.start()
    }

    deinit { self.stop() }

    func stop() {
        guard !self.isStopped else { return }
        self.isStopped = true
        self.server.stop(deadline: 0)
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    var port: UInt16 { self.server.addresses[0].port }
    func connect() -> Peer { Peer(port: self.port) }

    /// A request head with the gate's key.
    func head(_ line: String, _ fields: String = "") -> String {
        "\(line) HTTP/1.1\r\nHost: h\r\n\(self.authorization)\(fields)\r\n"
    }

    /// Sends one request on a connection of its own.
    func ask(_ line: String, _ fields: String = "", body: String = "") -> WireMessage? {
        let peer = self.connect()
        peer.send(self.head(line, fields) + body)
        return peer.response(toHead: line.hasPrefix("HEAD"))
    }

    /// Waits until no more clients than these are connected, or for too long.
    func waitForConnections(atMost count: Int) {
        let end = Date() + Peer.patience
        while self.shared.connections.total > count, Date() < end { usleep(10_000) }
    }

    /// Exchanges that have left a record, once that number stays the same.
    func settledCount() -> Int {
        var last = -1
        while true {
            self.shared.audit.flush(seconds: 1)
            let count = FileManager.default.contents(atPath: "\(self.folder)/audit.json")?.count {
                $0 == 0x0a
            }
            if let count, count == last { return count }
            last = count ?? 0
            usleep(500_000)
        }
    }

    /// Records of the audit trail once `isEnough` says so, or after a while.
    func records(_ isEnough: ([[String: Any]]) -> Bool = { !$0.isEmpty }) -> [[String: Any]] {
        var records: [[String: Any]] = []
        for _ in 0..<200 {
            self.shared.audit.flush(seconds: 1)
            let text = (try? String(contentsOfFile: "\(self.folder)/audit.json", encoding: .utf8)) ?? ""
            records = text.split(separator: "\n").compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
            }
            if isEnough(records) { break }
            usleep(20_000)
        }
        return records
    }
}

/// Requests that clients sent: the proxy's own questions are left out.
extension ScriptedServer {
    var clientRequests: [WireMessage] { self.requests.filter { $0.target != "/" } }

    /// Answers the probe, and every other request by `answer`; nil closes the connection.
    static func answering(
        _ answer: @escaping @Sendable (WireMessage) -> String? = { _ in ScriptedServer.ok("{}") }
    ) -> ScriptedServer {
        ScriptedServer { request in
            request.target == "/" ? Self.ok("{\"version\":{\"number\":\"8.18.1\"}}") : answer(request)
        }
    }

    static func ok(_ text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }
}

/// Knows the role `superuser` only.
struct SuperuserSource: RoleSource {
    var generation: UInt64 { 1 }
    var applications: ApplicationPrivileges { .none }

    func descriptors(_ roles: [String]) -> [RoleDescriptor] {
        guard roles.contains("superuser") else { return [] }
        return (try? RoleDescriptor.all(JSONParser.parse(Array(SuperuserDescriptor.text.utf8)))) ?? []
    }
}
