import Testing

@testable import Configuration

/// `conf/keyward.yml` tells the truth: it has every setting, its defaults are the code's, its ranges too.
@Suite struct DocumentedSettingsTests {
    private static let path =
        #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        + "/conf/keyward.yml"
    /// Settings that are unset unless somebody sets them.
    private static let withoutDefault: Set<String> = Set(
        [
            "audit.path", "audit.index.spool.path", "metrics.bind", "audit.ignore", "authc.file.users",
            "authc.file.users_roles",
            "authc.api_key.expiration.default", "authc.api_key.expiration.max",
            "authc.api_key.expiration.exempt",
            "authc.api_key.name.patterns", "authc.api_key.secret.prefix",
            "listeners.ssl.key_passphrase", "listeners.ssl.certificates",
            "listeners.ssl.certificate_authorities",
            "listeners.ssl.cipher_suites",
            "upstreams.ssl.certificate_authorities", "upstreams.ssl.certificate", "upstreams.ssl.key",
            "upstreams.ssl.key_passphrase", "upstreams.username", "upstreams.password",
            "upstreams.password_file",
            "listeners.http2.cleartext", "upstreams.api_key", "upstreams.api_key_file",
            "upstreams.request_headers", "listeners.trusted_proxies", "listeners.allowed_addresses",
        ] + policySettings)
    /// Of the members of `limits.policies`, each of which may be left out.
    private static let policySettings: [String] =
        ["", ".name", ".per", ".match.keys", ".match.metadata", ".match.owners", ".action", ".max_delay"].map
    {
        "limits.policies\($0)"
    } + ["limits.policies.in_flight"]
        + ["requests", "bytes_in", "bytes_out", "documents"].flatMap { unit in
            ["per_second", "burst", "per_day", "per_month"].map { "limits.policies.\(unit).\($0)" }
        }
    private static let environment = [
        "KEY_PASSPHRASE": "a", "OTHER_PASSPHRASE": "b", "CLIENT_PASSPHRASE": "c", "CLUSTER_PASSWORD": "d",
        "CLUSTER_API_KEY": "e",
    ]

    private let lines: [Substring]

    init() throws {
        let bytes = try #require(ConfigurationReader.contents(Self.path))
        self.lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    private func load(_ lines: [Substring]) throws -> Configuration {
        try ConfigurationReader.load(
            text: Array(lines.joined(separator: "\n").utf8), file: "keyward.yml",
            environment: Self.environment)
    }

    /// `    #name: value` shows a default; `    # Words` are words.
    private static func uncommented(_ line: Substring) -> Substring? {
        guard let hash = line.firstIndex(of: "#"), line[..<hash].allSatisfy({ $0 == " " }) else { return nil }
        let rest = line[line.index(after: hash)...]
        guard let first = rest.first, first != " ", first != "#" else { return nil }
        return line[..<hash] + rest
    }

    /// `    # For example: name: value`.
    private static func example(_ line: Substring) -> Substring? {
        guard let mark = line.firstRange(of: "# For example: ") else { return nil }
        return line[..<mark.lowerBound] + line[mark.upperBound...]
    }

    /// Names that the text sets, those of list members as `listeners.name`.
    private func names(_ lines: [Substring]) throws -> [String] {
        func flatten(_ node: Node, _ prefix: String) -> [String] {
            switch node {
            case .scalar: [prefix]
            case .mapping(let entries, _):
                entries.flatMap { flatten($0.value, prefix.isEmpty ? $0.name : "\(prefix).\($0.name)") }
            case .sequence(let nodes, _):
                [prefix]
                    + nodes.flatMap { node -> [String] in
                        if case .mapping = node { flatten(node, prefix) } else { [] }
                    }
            }
        }
        return flatten(
            try YAMLReader.read(Array(lines.joined(separator: "\n").utf8), file: "keyward.yml"), "")
    }

    @Test func theFileLoads() throws {
        let configuration = try self.load(self.lines)
        #expect(configuration.listeners.map(\.port) == [9243])
        #expect(configuration.upstreams.map(\.hosts.count) == [1])
    }

    @Test func everyDefaultIsTheCodes() throws {
        let all = self.lines.map { Self.uncommented($0) ?? $0 }
        #expect(all != self.lines)
        // The whole of both, in words: they differ where one documented default differs.
        #expect("\(try self.load(all))" == "\(try self.load(self.lines))")
        #expect("\(try self.load(self.lines).limits)" == "\(Configuration().limits)")
    }

    @Test func everySettingIsThere() throws {
        let known = Set(ConfigurationReader.settingNames)
        let defaults = try self.names(self.lines.map { Self.uncommented($0) ?? $0 })
        let examples = try self.names(self.lines.map { Self.example($0) ?? $0 })
        #expect(known.count > 70)
        #expect(known.subtracting(defaults).subtracting(Self.withoutDefault) == [])
        #expect(known.intersection(Self.withoutDefault).subtracting(examples) == [])
        #expect(Self.withoutDefault.subtracting(known) == [])
        #expect(Set(defaults).subtracting(known) == [])
    }

    /// The table of README.md has every limit with its default.
    @Test func theReadmeHasEveryLimit() throws {
        let path = Self.path.replacing("conf/keyward.yml", with: "README.md")
        let text = String(decoding: try #require(ConfigurationReader.contents(path)), as: UTF8.self)
        let rows = Set(text.matches(of: /\| `(limits\.[a-z0-9_.]+)` \| (\S+) \|/).map { "\($0.1): \($0.2)" })
        let documented = Set(
            self.lines.compactMap(Self.uncommented).filter { $0.hasPrefix("limits.") }.map(String.init))
        #expect(documented.count > 15)
        #expect(rows == documented)
    }

    @Test func everyExampleIsUnderstood() throws {
        for index in self.lines.indices {
            guard let example = Self.example(self.lines[index]) else { continue }
            var lines = self.lines
            lines[index] = example
            do {
                _ = try self.load(lines)
            } catch let failure as ConfigurationReader.Failure {
                // One of a pair alone, or a file that is not here; never a name or a form that is not known.
                for problem in failure.problems {
                    let words = problem.message
                    #expect(
                        words.contains("both") || words.contains("cannot be read"), "\(example): \(words)")
                }
            }
        }
    }

    /// What the reader says of a wrong value stands in the comment above the setting.
    @Test func everyRangeIsThere() throws {
        var checked = 0
        for (index, line) in self.lines.enumerated() {
            guard let setting = Self.uncommented(line), let colon = setting.firstIndex(of: ":") else {
                continue
            }
            var lines = self.lines
            lines[index] = setting[...colon] + " -1"
            do {
                _ = try self.load(lines)
                continue
            } catch let failure as ConfigurationReader.Failure {
                let words = failure.problems.map(\.message).joined()
                let comment = self.lines[..<index].reversed().prefix { !$0.isEmpty }.reversed()
                    .map { $0.drop { $0 == " " || $0 == "#" } }.joined(separator: " ")
                for part in words.matches(
                    of: /from [0-9a-z]+ to [0-9a-z]+|at least [0-9a-z]+|one of \[(.+?)\]|true or false/)
                {
                    let wanted = part.output.1.map { "one of " + $0 } ?? part.output.0
                    let isThere =
                        comment.contains(wanted)
                        || wanted == "true or false" && comment.contains("true, false")
                        || wanted.hasPrefix("one of ")
                            && wanted.dropFirst(7).split(separator: ", ").allSatisfy { comment.contains($0) }
                    #expect(isThere, "\(setting[..<colon]): \(wanted) is not in [\(comment)]")
                    checked += 1
                }
            }
        }
        #expect(checked > 40)
    }
}
