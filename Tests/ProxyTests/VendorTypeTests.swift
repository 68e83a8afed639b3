import Testing

@testable import Proxy

@Suite struct VendorTypeTests {
    private func type(_ accept: String) -> VendorType {
        Array(accept.utf8).withUnsafeBufferPointer { VendorType($0) }
    }

    @Test(arguments: [
        ("application/vnd.elasticsearch+json", VendorType.plain),
        ("Application/VND.Elasticsearch+JSON ", .plain),
        ("application/vnd.elasticsearch+json;compatible-with=8", .release(8)),
        ("application/vnd.elasticsearch+json ; \tCompatible-With=7", .release(7)),
        ("application/vnd.elasticsearch+json;compatible-with=10", .release(10)), ("", .none),
        ("application/json", .none), ("application/vnd.elasticsearch+jso", .none),
        ("application/vnd.elasticsearch+x-ndjson;compatible-with=8", .none),
        ("application/vnd.elasticsearch+json,text/plain", .none),
        ("application/vnd.elasticsearch+json;", .none),
        ("application/vnd.elasticsearch+json;compatible-with=", .none),
        ("application/vnd.elasticsearch+json;compatible-with=999", .none),
        ("application/vnd.elasticsearch+json;compatible-with=8x", .none),
        ("application/vnd.elasticsearch+json;q=1", .none),
    ]) func whatIsAskedFor(_ accept: String, _ expected: VendorType) {
        #expect(self.type(accept) == expected)
    }

    @Test func asItIsToldBack() {
        #expect(
            self.type("application/vnd.elasticsearch+json; compatible-with=8").contentType
                == "application/vnd.elasticsearch+json;compatible-with=8")
        #expect(VendorType.plain.contentType == "application/vnd.elasticsearch+json")
        #expect(VendorType.none.contentType == nil)
    }
}
