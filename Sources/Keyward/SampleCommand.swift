internal import EventLoop
internal import Glibc
internal import SampleUpstream

/// `keyward sample-upstream`: something to stand in front of where there is no cluster.
enum SampleCommand {
    static func run(_ arguments: [String]) -> Int32 {
        let options = Options(arguments, values: ["--port"])
        guard options.problem == nil, options.rest.isEmpty, let port = UInt16(options["--port"] ?? "0"),
            let address = SocketAddress(host: "127.0.0.1", port: port)
        else {
            Console.complain("usage: keyward sample-upstream [--port N]")
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
