import Configuration

extension FuzzTarget {
    /// A configuration: read, or told why not, each reason with a line that there is.
    static let configuration = FuzzTarget(
        "configuration",
        texts: [
            "listeners:\n  - name: a\n    bind: 127.0.0.1:9243\n    upstream: b\nupstreams:\n  - name: b\n    hosts: [\"http://localhost:9200\"]\n",
            "path.data: ${X:y}\nloops: 2\nlimits.head_timeout: 30s\nlimits:\n  body_bytes: 1gb\n",
            "a: &x [*x]\n", "!!str a\n", "a: {b: [1, 2}\n",
            "audit: {enabled: false, output: stdout}\nlogging.level: debug\n", "? [a]\n: b\n", "a: 1\na: 2\n",
            "--- a\n--- b\n",
            "listeners: [{name: a, bind: \"[::1]:1\", ssl: {certificate: x, key: y}}]\n",
        ]
    ) { bytes in
        // Secrets may be in files of their own, which are none of the input's business.
        guard !text(bytes).contains("_file") else { return }
        let lines = bytes.count { $0 == 0x0a || $0 == 0x0d } + 1
        let first = Self.problems(bytes)
        for problem in first {
            try require(!problem.message.isEmpty, "no reason")
            // libyaml also counts the line ends of Unicode.
            try require(
                problem.line >= 0 && problem.line <= lines + bytes.count / 2 + 1, "line \(problem.line)")
        }
        try require(first.map(\.description) == Self.problems(bytes).map(\.description), "told otherwise")
    }

    private static func problems(_ bytes: [UInt8]) -> [Problem] {
        do throws(ConfigurationReader.Failure) {
            _ = try ConfigurationReader.load(text: bytes, file: "f", environment: ["X": "z"])
            return []
        } catch {
            return error.problems
        }
    }
}
