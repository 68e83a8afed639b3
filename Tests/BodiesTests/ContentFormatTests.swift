import Elasticsearch
import Testing

@testable import Bodies

@Suite struct ContentFormatTests {
    static func accepts(_ type: String?, _ kind: BodyKind = .search, major: Int = 8) -> Bool {
        guard let type else { return ContentFormat.accepts(nil, for: kind, major: major) }
        let bytes = Array(type.utf8)
        return ContentFormat.accepts(bytes.span, for: kind, major: major)
    }

    @Test(arguments: [
        "application/json", "application/x-ndjson", "Application/JSON", " application/json ",
        "application/json; charset=utf-8", "application/json;charset=UTF-8",
        "application/json ;  charset=\"utf-8\" ",
        "application/vnd.elasticsearch+json", "application/vnd.elasticsearch+json;compatible-with=8",
        "application/vnd.elasticsearch+x-ndjson; compatible-with=7; charset=utf-8",
    ])
    func JSONIsAccepted(_ type: String) {
        #expect(Self.accepts(type))
        #expect(Self.accepts(type, .bulk))
        #expect(Self.accepts(type, major: 2))
    }

    @Test(arguments: [
        "", "application/smile", "application/cbor", "application/yaml", "text/yaml", "application/*", "*/*",
        "json",
        "application/json; charset=utf-16", "application/json; charset=UTF-16LE", "application/json; charset",
        "application/json; charset=", "application/json; compatible-with=8",
        "application/json, application/yaml",
        "application/json;", "application/json; charset=\"utf-8", "application/json x",
        "application/json;;charset=utf-8",
        "application/vnd.elasticsearch+json;compatible-with=x",
        "application/vnd.elasticsearch+json;compatible-with=",
        "application/vnd.elasticsearch+cbor", "application/vnd.elasticsearch+smile;compatible-with=8",
        "application/json+x",
    ])
    func H44_otherFormatsAreRefused(_ type: String) {
        #expect(!Self.accepts(type))
        #expect(!Self.accepts(type, .bulk))
        #expect(!Self.accepts(type, major: 2))
        #expect(Self.accepts(type, .document) && Self.accepts(type, .opaque))
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "text/plain; charset=utf-8"])
    func oldReleasesLookAtTheContent(_ type: String?) {
        #expect(Self.accepts(type, major: 1) && Self.accepts(type, major: 5))
        #expect(!Self.accepts(type, major: 6) && !Self.accepts(type, major: 8))
    }
}
