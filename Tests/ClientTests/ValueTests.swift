import Client
import HTTP
import Testing

struct ValueTests {
    @Test(arguments: [
        ("https://localhost:9243", "https://localhost:9243"),
        ("https://es.example", "https://es.example:443"),
        ("http://127.0.0.1/", "http://127.0.0.1:80"), ("https://[::1]:1/a/b//", "https://[::1]:1/a/b"),
        ("https://[fe80::1]", "https://[fe80::1]:443"),
    ])
    func urls(_ text: String, _ whole: String) throws { #expect(try ServerURL(text).text == whole) }

    @Test(arguments: [
        "", "localhost:9243", "ftp://x", "https://", "https://:1", "https://x:0", "https://x:65536",
        "https://x:1a",
        "https://x:", "https://a b", "https://x\u{e9}", "https://x/\n", "https://x?q", "https://x#f",
        "https://[::1",
        "https://[::1]x", "https://[zz]", "https://x:1:2", "https://" + String(repeating: "a", count: 3000),
    ])
    func noURLs(_ text: String) { #expect(throws: ServerURL.Fault.self) { try ServerURL(text) } }

    @Test func aPasswordInAURLIsRefusedAndNotRepeated() {
        for text in ["https://elastic:hunter2@localhost", "elastic:hunter2@localhost"] {
            let error = #expect(throws: ServerURL.Fault.self) { try ServerURL(text) }
            #expect(error?.description.contains("hunter2") == false)
        }
    }

    @Test func keysInBothForms() {
        for good in ["id:secret", "aWQ6c2VjcmV0", " aWQ6c2VjcmV0\r\n", "id:secret\n"] {
            #expect(Credential.apiKey(good) != nil)
        }
        for bad in ["", ":", "id:", ":secret", "aWQ=", "!!!", "id:sec ret", "id:\u{1b}", "aWQ6"] {
            #expect(Credential.apiKey(bad) == nil, "\(bad)")
        }
        #expect(Credential.password(user: "a:b", "c") == nil)
        #expect(Credential.password(user: "", "c") == nil)
        #expect(Credential.password(user: "a", "b:c\u{0}") != nil)
    }

    @Test func targetsAreEncoded() {
        let request = ClientRequest(.get, ["_security", "a/../b?c d"], query: [("id", "x&y=%")])
        #expect(request.target == "/_security/a%2F..%2Fb%3Fc%20d?id=x%26y%3D%25")
        #expect(ClientRequest(.get, []).target == "/")
        #expect(ClientRequest(.get, []).isRepeatable && !ClientRequest(.post, []).isRepeatable)
    }

    @Test func reasonsOfErrors() {
        func reason(_ body: String) -> String { ClientResponse(status: 400, body: Array(body.utf8)).reason }
        #expect(
            reason(#"{"error":{"reason":"a","caused_by":{"reason":"b","caused_by":{"reason":"b"}}}}"#)
                == "a: b")
        #expect(reason(#"{"error":"plain"}"#) == "plain")
        #expect(reason(#"{"error":{}}"#) == "status 400")
        #expect(reason("") == "status 400")
        #expect(reason("<html>") == "status 400: <html>")
        #expect(reason(String(repeating: "x", count: 100_000)).utf8.count < 300)
    }
}
