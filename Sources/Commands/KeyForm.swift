/// The forms in which programs take an API key. `encoded` and the pair are mixed up easily: each program gets the one
/// that it takes.
public enum KeyForm: String, CaseIterable, Sendable {
    case encoded, pair, json, curl, python, beats, logstash
    case fluentBit = "fluent-bit"
    case vector

    /// A key that was made just now, and where it is used.
    public struct Key: Sendable {
        public var id: String
        public var secret: String
        public var encoded: String
        public var url: String
        /// PEM file of the authority that signs the proxy's certificate; nil: the system knows it.
        public var authorities: String?
        /// What the proxy answered, one line.
        public var json: String

        public init(
            id: String, secret: String, encoded: String, url: String, authorities: String?, json: String
        ) {
            self.id = id
            self.secret = secret
            self.encoded = encoded
            self.url = url
            self.authorities = authorities
            self.json = json
        }

        var pair: String { "\(self.id):\(self.secret)" }
        /// Host and port of the URL.
        var endpoint: (host: String, port: String) {
            let authority = self.url.split(separator: "/").dropFirst().first ?? ""
            guard let colon = authority.lastIndex(of: ":") else { return (String(authority), "443") }
            let host = authority[..<colon].filter { $0 != "[" && $0 != "]" }
            return (String(host), String(authority[authority.index(after: colon)...]))
        }
    }

    public var title: String {
        switch self {
        case .encoded: "encoded (Base64 of id:secret)"
        case .pair: "id:secret"
        case .json: "JSON"
        case .curl: "curl"
        case .python: "Python"
        case .beats: "Beats, Elastic Agent"
        case .logstash: "Logstash"
        case .fluentBit: "Fluent Bit"
        case .vector: "Vector"
        }
    }

    /// What is pasted, without a line feed at its end.
    public func text(_ key: Key) -> String {
        switch self {
        case .encoded: return key.encoded
        case .pair: return key.pair
        case .json: return key.json
        case .curl:
            let authorities = key.authorities.map { " --cacert \(CompletionShell.quoted($0))" } ?? ""
            return
                "curl\(authorities) -H 'Authorization: ApiKey \(key.encoded)' \(CompletionShell.quoted(key.url))"
        case .python:
            let authorities = key.authorities.map { ", ca_certs=\(Self.quoted($0))" } ?? ""
            return "Elasticsearch(\(Self.quoted(key.url)), api_key=\(Self.quoted(key.encoded))\(authorities))"
        case .beats:
            return self.lines(
                "output.elasticsearch:", "  hosts: [\(Self.quoted(key.url))]",
                "  api_key: \(Self.quoted(key.pair))",
                key.authorities.map { "  ssl.certificate_authorities: [\(Self.quoted($0))]" })
        case .logstash:
            return self.lines(
                "elasticsearch {", "  hosts => [\(Self.quoted(key.url))]", "  ssl_enabled => true",
                "  api_key => \(Self.quoted(key.pair))",
                key.authorities.map { "  ssl_certificate_authorities => [\(Self.quoted($0))]" }, "}")
        case .fluentBit:
            let (host, port) = key.endpoint
            return self.lines(
                "[OUTPUT]", "    Name                es", "    Host                \(host)",
                "    Port                \(port)",
                "    # Known to releases since autumn 2025.",
                "    HTTP_API_Key        \(key.encoded)",
                "    Suppress_Type_Name  On",
                "    tls                 On", key.authorities.map { "    tls.ca_file         \($0)" })
        case .vector:
            return self.lines(
                "[sinks.keyward]", "type = \"elasticsearch\"", "endpoints = [\(Self.quoted(key.url))]",
                "request.headers.Authorization = \"ApiKey \(key.encoded)\"",
                key.authorities.map { "tls.ca_file = \(Self.quoted($0))" })
        }
    }

    private func lines(_ lines: String?...) -> String { lines.compactMap { $0 }.joined(separator: "\n") }

    /// A string of Python, YAML, TOML and Logstash alike: paths may hold quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
