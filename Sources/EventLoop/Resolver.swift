internal import Glibc

/// Looks up names of hosts. Blocks: never on a loop.
public enum Resolver {
    /// Addresses of `host` in the order of preference that the system gives, each once.
    ///
    /// - Throws: ``SocketError`` with the resolver's words when there is none.
    public static func resolve(host: String, port: UInt16) throws(SocketError) -> [SocketAddress] {
        if let numeric = SocketAddress(host: host, port: port) { return [numeric] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard result == 0 else {
            throw SocketError(operation: "resolve \(host)", text: String(cString: gai_strerror(result)))
        }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr else { continue }
            var storage = sockaddr_storage()
            let length = min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
            withUnsafeMutableBytes(of: &storage) { target in
                target.copyMemory(from: UnsafeRawBufferPointer(start: address, count: length))
            }
            addresses.append(SocketAddress(storage, length: socklen_t(length)).with(port: port))
        }
        guard !addresses.isEmpty else { throw SocketError(operation: "resolve \(host)", text: "no address") }
        return addresses
    }
}
