import Bytes
import Glibc
import Testing

@testable import TLS

@Suite struct IdleMemoryTests {
    /// Bytes of memory that an idle session may hold: 14.3 KB is what OpenSSL 3.0 needs (7.6 KB its `SSL`), and one
    /// record buffer that stays behind is 16.7 KB more.
    static let idleSizeMax = 20 * 1024

    // In a process of its own: other tests allocate at the same time. Sanitizers keep what is freed.
    @Test(.enabled(if: dlsym(nil, "__asan_init") == nil && dlsym(nil, "__tsan_init") == nil))
    func anIdleSessionHoldsNoBuffer() async {
        await #expect(processExitsWith: .success) {
            let size = try IdleMemoryTests.idleSize()
            // Less than an `SSL` would mean that nothing was measured.
            exit(size < IdleMemoryTests.idleSizeMax && size > 4096 ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    /// Bytes that each of many idle sessions adds to the process.
    private static func idleSize() throws -> Int {
        let material = try Material()
        let (client, server) = (try material.clientContext(), try material.serverContext())
        // What the first sessions allocate once for all.
        for _ in 0..<20 { _ = try self.serve(client, server) }
        let count = 1000
        var idle: [TLSSession] = []
        let before = try self.residentSize()
        for _ in 0..<count { idle.append(try self.serve(client, server)) }
        return try withExtendedLifetime(idle) { (try self.residentSize() - before) / count }
    }

    /// A server's end after a handshake, a request and a reply, whose client and whose caller's buffers are gone.
    private static func serve(_ client: TLSContext, _ server: TLSContext) throws -> TLSSession {
        let link = try Link(client, server)
        try link.connect()
        try link.exchange(String(repeating: "x", count: 300))
        return link.server.session
    }

    private static func residentSize() throws -> Int {
        let bytes = try PEM.read("/proc/self/statm")
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        return try #require(Int(fields[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
