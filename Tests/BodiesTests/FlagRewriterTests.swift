import Bytes
import Testing

@testable import Bodies

@Suite struct FlagRewriterTests {
    private static func run(_ text: String, pieces: [Int] = []) -> String {
        var rewriter = FlagRewriter(path: ["features", "security", "enabled"])
        let buffer = ByteBuffer(capacity: 64)
        let bytes = Array(text.utf8)
        var start = 0
        for end in pieces + [bytes.count] {
            rewriter.receive(Array(bytes[start..<end]).span, into: buffer)
            start = end
        }
        return String(decoding: buffer.readable, as: UTF8.self)
    }

    @Test(arguments: [
        (
            #"{"build":{"hash":"x"},"features":{"ml":{"enabled":false},"security":{"available":false,"enabled":false}},"z":false}"#,
            #"{"build":{"hash":"x"},"features":{"ml":{"enabled":false},"security":{"available":false,"enabled":true}},"z":false}"#
        ),
        (
            "{\n  \"features\" : {\n    \"security\" : {\n      \"enabled\" : false,\n      \"x\" : false\n    }\n  }\n}\n",
            "{\n  \"features\" : {\n    \"security\" : {\n      \"enabled\" : true,\n      \"x\" : false\n    }\n  }\n}\n"
        ),
        (#"{"features":{"security":{"enabled":true}}}"#, #"{"features":{"security":{"enabled":true}}}"#),
        // The name at another place, or another name at this one.
        (#"{"security":{"enabled":false}}"#, #"{"security":{"enabled":false}}"#),
        (
            #"{"features":{"security":{"a":{"enabled":false}}}}"#,
            #"{"features":{"security":{"a":{"enabled":false}}}}"#
        ),
        (
            #"{"features":{"a":{"enabled":false},"security":[{"enabled":false}]}}"#,
            #"{"features":{"a":{"enabled":false},"security":[{"enabled":false}]}}"#
        ),
        (
            #"{"features":["security",{"enabled":false}],"enabled":false}"#,
            #"{"features":["security",{"enabled":false}],"enabled":false}"#
        ),
        (
            #"{"features":{"security":{"enabled":"false"},"x":false}}"#,
            #"{"features":{"security":{"enabled":"false"},"x":false}}"#
        ),
        (
            #"{"features":{"securit\u0079":{"enabled":false}}}"#,
            #"{"features":{"securit\u0079":{"enabled":false}}}"#
        ),
        (#"{"features":{"security":{"enabled":fal}}}"#, #"{"features":{"security":{"enabled":fal}}}"#),
        (
            "---\nfeatures:\n  security:\n    enabled: false\n",
            "---\nfeatures:\n  security:\n    enabled: false\n"
        ),
        ("]}]}{[,:\"", "]}]}{[,:\""), ("", ""), ("[]", "[]"),
    ])
    func oneFlagBecomesTrue(_ text: String, _ expected: String) {
        #expect(Self.run(text) == expected)
        // However it arrives.
        for place in 0...text.utf8.count { #expect(Self.run(text, pieces: [place]) == expected) }
        #expect(Self.run(text, pieces: Array(0..<text.utf8.count)) == expected)
    }
}
