internal import Commands
internal import EventLoop
internal import Glibc
internal import SampleUpstream

/// `keyward sample-upstream`: something to stand in front of where there is no cluster.
enum SampleCommand {
    static func run(_ arguments: Arguments) -> Int32 {
        guard let port = UInt16(arguments[.port] ?? "0"),
            let address = SocketAddress(host: "127.0.0.1", port: port)
        else {
            Console.complain("keyward sample-upstream: --port must be a number up to 65535")
            return 2
        }
        do throws(SocketError) {
            let server = try SampleServer(address: address)
            print("{\"port\":\(server.port)}")
            fflush(nil)
            Signals.wait(reopen: {})
            server.stop()
            return 0
        } catch {
            Console.complain("keyward sample-upstream: \(error)")
            return 1
        }
    }
}
