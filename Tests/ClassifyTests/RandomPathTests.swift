import HTTP
import Testing

@testable import Classify

/// Paths and queries of random parts: nothing traps, and what matches is what the template says.
@Suite struct RandomPathTests {
    /// As a caller of the tests may want to see a failure again: the seed is part of its message.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            self.state &+= 0x9e37_79b9_7f4a_7c15
            var z = self.state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    private static let words: [String] = {
        var words = Set(
            EndpointRows.all.flatMap { $0.segments.map(String.init) }.filter { !$0.hasPrefix("{") })
        words.formUnion([
            "*", "_all", "logs-*", "a,b", "-x", "_doc", "_x", "%3Ca%7Bnow%2Fd%7D%3E", "a%2Fb", "%2A",
            "%5Fsearch",
            "\u{e4}".addingEscapes, "x", "1", ".x", "_default_", "remote:x",
        ])
        return words.sorted()
    }()
    private static let parameters = [
        "index=x", "source=1", "expand_wildcards=open,,", "expand_wildcards=all", "pipeline=p", "q=1",
        "scroll=1m",
        "op_type=create", "op_type=x", "format=yaml", "name", "id=", "callback=f", "type=t", "scroll_id=s",
        "ignore_unavailable=maybe", "a%20b=%26", "wait_for_completion=false",
    ]

    @Test(arguments: [
        Release(.elasticsearch, 1, 7), Release(.elasticsearch, 5, 6), Release(.elasticsearch, 7, 17),
        Release(.elasticsearch, 8, 18), Release(.opensearch, 2, 19),
    ])
    func aMatchsTemplateIsWrittenAsTheSameSegments(_ release: Release) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Generator(state: seed)
        let table = Tables.of(release)
        var found = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...6, using: &random)
            var path = ""
            for _ in 0..<count { path += "/" + (Self.words.randomElement(using: &random) ?? "x") }
            if path.isEmpty { path = "/" }
            let query = (0..<Int.random(in: 0...2, using: &random))
                .map { _ in Self.parameters.randomElement(using: &random) ?? "" }.joined(separator: "&")
            let target = try target(query.isEmpty ? path : path + "?" + query)
            let (method, _) = MethodSet.known.randomElement(using: &random) ?? (.get, "G")
            let match = table.match(method, target, isCompatible: Bool.random(using: &random))
            guard case .endpoint(let request) = match else { continue }
            found += 1
            let template = request.endpoint.template.split(separator: "/").map(String.init)
            #expect(template.count == target.segmentCount, "\(path) \(seed)")
            for (index, segment) in template.enumerated() where index < target.segmentCount {
                let isParameter = segment.hasPrefix("{")
                #expect(isParameter || segment == target.segmentText(index), "\(path) \(seed)")
            }
            #expect(request.endpoint.methods.contains(MethodSet(method)), "\(path) \(seed)")
        }
        #expect(found > 500, "\(seed)")
    }

    @Test func randomBytesNeverTrap() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Generator(state: seed)
        let interesting = Array("/_?&=;%+*,.{}<>-:#\\searchdocindex0123456789".utf8)
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...40, using: &random)
            let bytes: [UInt8] =
                [UInt8(ascii: "/")]
                + (0..<length).map { _ in
                    Bool.random(using: &random)
                        ? interesting.randomElement(using: &random) ?? 0
                        : UInt8.random(in: 0x21...0x7e, using: &random)
                }
            let target = RequestTarget()
            do throws(TargetError) {
                try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
            } catch {
                continue
            }
            for table in [Tables.v2, Tables.v7, Tables.v8] {
                if case .endpoint(let request) = table.match(.get, target) {
                    #expect(!request.endpoint.api.isEmpty)
                }
            }
        }
    }

    /// Printed, not judged: machines differ. Release builds take 100 to 400 ns.
    @Test func aMatchTakesThisLong() throws {
        let table = Tables.v8
        for line in [
            "/logs-*/_search?size=1&ignore_unavailable=true", "/logs-a/_doc/1", "/_cat/indices", "/a/b/c",
        ] {
            let target = try target(line)
            let count = 2000
            var found = 0
            let start = ContinuousClock().now
            for _ in 0..<count { if case .endpoint = table.match(.get, target) { found += 1 } }
            let each = (ContinuousClock().now - start) / count
            print("match \(line): \(each)")
            #expect(found == (line == "/a/b/c" ? 0 : count))
        }
    }
}

extension String {
    fileprivate var addingEscapes: String {
        self.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
