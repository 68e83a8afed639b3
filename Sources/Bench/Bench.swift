internal import Glibc

/// Parts of the bench that `scripts/bench` puts together: an upstream that costs little, loads that common tools
/// lack, and the key table alone. Results are JSON, one line a command.
@main
struct Bench {
    static let usage = """
        usage: keyward-bench COMMAND

          upstream                                        answer 1 KB, or 1 MB below /big/, on a free port
          keys --data DIR --count N --out FILE [--first N] fill a store; FILE gets the first N as Base64, one a line
          handshakes --port N --seconds S --connections N  full handshakes, each with one connection
          idle --port N --connections N                   hold TLS connections until standard input ends
          life --data DIR --count N                        search, end and make keys among N, which are made where missing
          lookup                                          look-ups among 1,000, 100,000 and 1,000,000 keys
          decide                                          decisions on requests for keys of some sizes
        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let command = arguments.first, let options = Self.options(arguments.dropFirst()) else {
            self.fail(self.usage)
        }
        do {
            switch command {
            case "upstream": try FastUpstream.run()
            case "keys": try KeyFill.run(options)
            case "handshakes": try HandshakeLoad.run(options)
            case "idle": try IdleLoad.run(options)
            case "life": try KeyLife.run(options)
            case "lookup": LookupTiming.run()
            case "decide": try DecisionTiming.run()
            default: self.fail(self.usage)
            }
        } catch {
            self.fail("keyward-bench \(command): \(error)")
        }
        fflush(nil)
    }

    private static func options(_ arguments: ArraySlice<String>) -> BenchOptions? {
        var values: [String: String] = [:]
        var rest = arguments
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else { return nil }
            values[String(name.dropFirst(2))] = value
        }
        return BenchOptions(values: values)
    }

    static func fail(_ text: String) -> Never {
        let bytes = Array((text + "\n").utf8)
        _ = write(2, bytes, bytes.count)
        exit(2)
    }
}

/// `--name value` pairs of a command.
struct BenchOptions {
    let values: [String: String]

    func number(_ name: String, _ fallback: Int? = nil) throws(BenchError) -> Int {
        guard let text = self.values[name] else {
            guard let fallback else { throw BenchError(description: "--\(name) is missing") }
            return fallback
        }
        guard let number = Int(text), number > 0 else {
            throw BenchError(description: "--\(name) \(text) is no number")
        }
        return number
    }

    func text(_ name: String) throws(BenchError) -> String {
        guard let text = self.values[name] else { throw BenchError(description: "--\(name) is missing") }
        return text
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
}
