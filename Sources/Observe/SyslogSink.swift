internal import Bytes
internal import Glibc

/// Sends lines to a syslog server (RFC 5424): a datagram each over UDP (RFC 5426) or a local socket, counted frames over TCP
/// (RFC 6587 §3.4.1). Confined to its writer's queue, which it may block for ``patience``.
public struct SyslogSink {
    public enum Transport: Sendable, Equatable {
        case udp, tcp
        /// A local socket for datagrams, as `/dev/log` is.
        case unix
    }

    public struct Settings: Sendable, Equatable {
        public var transport: Transport
        /// A host name or address, or the path of a local socket.
        public var host: String
        public var port: UInt16
        /// `PRI` of each message: eight times the facility plus the severity.
        public var priority: Int
        public var hostName: String

        /// - Parameter facility: from 0 to 23 (RFC 5424 §6.2.1); the severity is informational.
        public init(transport: Transport, host: String, port: UInt16, facility: Int, hostName: String) {
            self.transport = transport
            self.host = host
            self.port = port
            self.priority = facility * 8 + 6
            self.hostName = hostName
        }
    }

    /// Milliseconds that connecting or sending may take before it counts as failed.
    private static let patience: Int32 = 5000
    /// Bytes of a datagram: what UDP over IPv4 can carry.
    private static let datagramMax = 65_507

    private let settings: Settings
    private var descriptor: Int32 = -1
    private let header: [UInt8]
    private(set) var failure = ""

    init(_ settings: Settings) {
        self.settings = settings
        let name = settings.hostName.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? settings.hostName : "-"
        self.header = Array(
            " \(name.isEmpty ? "-" : String(name.prefix(255))) keyward \(getpid()) audit - ".utf8)
    }

    /// - Returns: how many bytes were sent: whole lines.
    mutating func write(_ bytes: ArraySlice<UInt8>) -> Int {
        guard self.descriptor >= 0 || self.connect() else { return 0 }
        var sent = 0
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.endIndex
            guard self.send(bytes[start..<end]) else {
                self.close()
                return sent
            }
            start = min(end + 1, bytes.endIndex)
            sent = start - bytes.startIndex
        }
        return sent
    }

    mutating func reopen() { self.close() }

    private mutating func close() {
        if self.descriptor >= 0 { Glibc.close(self.descriptor) }
        self.descriptor = -1
    }

    private mutating func send(_ line: ArraySlice<UInt8>) -> Bool {
        let text = ByteBuffer(capacity: line.count + 128)
        text.append("<\(self.settings.priority)>1 ")
        Timestamp.append(Timestamp.now, to: text)
        text.append(self.header)
        text.append(Array(line))
        var message = text.array
        if self.settings.transport == .tcp {
            message = Array("\(message.count) ".utf8) + message
        } else if message.count > Self.datagramMax {
            message.removeLast(message.count - Self.datagramMax)
        }
        var rest = message[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                self.failure = String(cString: strerror(errno))
                return false
            }
        }
        return true
    }

    // MARK: Connecting

    private mutating func connect() -> Bool {
        if self.settings.transport == .unix { return self.connectLocally() }
        var hints = addrinfo()
        hints.ai_socktype = Int32((self.settings.transport == .tcp ? SOCK_STREAM : SOCK_DGRAM).rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(self.settings.host, "\(self.settings.port)", &hints, &found)
        guard result == 0 else {
            self.failure = String(cString: gai_strerror(result))
            return false
        }
        defer { freeaddrinfo(found) }
        var next = found
        while let entry = next?.pointee {
            next = entry.ai_next
            let socket = Glibc.socket(entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard socket >= 0 else { continue }
            if self.connect(socket, entry.ai_addr, entry.ai_addrlen) {
                self.descriptor = socket
                return true
            }
            Glibc.close(socket)
        }
        return false
    }

    private mutating func connectLocally() -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(self.settings.host.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            self.failure = "the path is too long"
            return false
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else {
            self.failure = String(cString: strerror(errno))
            return false
        }
        let isConnected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                self.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if isConnected { self.descriptor = socket } else { Glibc.close(socket) }
        return isConnected
    }

    /// Connects within ``patience``; what is sent later has as long.
    private mutating func connect(
        _ socket: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
    ) -> Bool {
        var patience = timeval(tv_sec: Int(Self.patience / 1000), tv_usec: 0)
        // Also the time that connect() may take (socket(7)).
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard Glibc.connect(socket, address, length) == 0 else {
            self.failure = String(cString: strerror(errno))
            return false
        }
        return true
    }
}
