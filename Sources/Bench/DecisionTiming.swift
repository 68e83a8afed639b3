internal import Authorize
internal import Classify
internal import Cursors
internal import Decide
internal import EventLoop
internal import HTTP
internal import JSON

/// What it costs to decide on a request whose target has been parsed: nanoseconds for keys of some sizes, and for a
/// look at one name alone.
enum DecisionTiming {
    private static let rounds = 200_000

    private struct Sample {
        var name: String
        var descriptors: String
        var lines: [String]
    }

    static func run() throws {
        guard let seal = CursorSeal(secret: [UInt8](repeating: 1, count: 32)) else { return }
        let judge = Judge(release: Release(.elasticsearch, 7, 17), seal: seal)
        var parts: [String] = []
        for sample in self.samples {
            let started = Clock.monotonic
            let value = try JSONParser.parse(Array(sample.descriptors.utf8))
            let role: Role
            do {
                role = try Role(try RoleDescriptor.all(value), judge.privileges)
            } catch {
                parts.append("{\"key\":\"\(sample.name)\",\"refused\":\"\(error)\"}")
                continue
            }
            let microseconds = (Clock.monotonic - started) / 1000
            let privileges = Privileges(own: role, limitedBy: role)
            let requester = Requester(
                privileges: privileges, subject: .apiKey(id: "id", owner: "elastic"), holder: [1])
            for line in sample.lines {
                let nanoseconds = try self.decide(judge, requester, line)
                parts.append(
                    """
                    {"key":"\(sample.name)","request":"\(line)","nanoseconds":\(nanoseconds),\
                    "compile_microseconds":\(microseconds),"role_bytes":\(privileges.byteCount / 2)}
                    """)
            }
        }
        print("[\(parts.joined(separator: ",\n "))]")
    }

    private static func decide(_ judge: Judge, _ requester: Requester, _ line: String) throws -> Double {
        let words = line.split(separator: " ")
        let method = Method(Array(words[0].utf8).span)
        let bytes = Array(words[1].utf8)
        let target = RequestTarget()
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
        var forwarded = 0
        let start = Clock.monotonic
        for _ in 0..<self.rounds {
            if case .forward = judge.judge(method, target, requester, catalogue: nil, now: 0) {
                forwarded += 1
            }
        }
        let elapsed = Clock.monotonic - start
        precondition(forwarded == self.rounds, "\(line) is not granted")
        return Double(elapsed) / Double(self.rounds)
    }

    private static var samples: [Sample] {
        let typical = """
            {"r":{"cluster":["monitor"],"indices":[{"names":["logs-*","metrics-*"],"privileges":["read","view_index_metadata"]},\
            {"names":["ingest-app"],"privileges":["create_doc","auto_configure"]}]}}
            """
        let lines = [
            "GET /logs-a/_search", "GET /logs-*/_search", "POST /ingest-app/_bulk", "GET /_cluster/health",
        ]
        let wild = ["GET /logs-50-77-x/_search", "GET /logs-99-99-x/_doc/1"]
        return [
            Sample(name: "typical", descriptors: typical, lines: Array(lines.prefix(2)) + [lines[3]]),
            Sample(
                name: "100 descriptors of 100 prefixes", descriptors: self.many { "logs-\($0)-\($1)-*" },
                lines: wild),
            Sample(
                name: "100 descriptors of 100 patterns", descriptors: self.many { "l*s-\($0)-\($1)-?" },
                lines: wild),
            Sample(
                name: "100 descriptors of 100 patterns between stars",
                descriptors: self.many { "*-\($0)-\($1)-*" }, lines: wild),
            Sample(
                name: "100 descriptors of 100 regular expressions",
                descriptors: self.many { "/logs-\($0)-\($1)-(x|y[0-9]+)/" }, lines: wild),
        ]
    }

    private static func many(_ name: (Int, Int) -> String) -> String {
        let descriptors = (0..<100).map { number in
            let names = (0..<100).map { "\"\(name(number, $0))\"" }.joined(separator: ",")
            return "\"d\(number)\":{\"indices\":[{\"names\":[\(names)],\"privileges\":[\"read\"]}]}"
        }
        return "{\(descriptors.joined(separator: ","))}"
    }
}
