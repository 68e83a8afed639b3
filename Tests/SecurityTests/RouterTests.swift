import HTTP
import JSON
import Testing

@testable import Security

@Suite struct RouterTests {
    @Test(arguments: [
        (Method.get, "_security/nothing"), (.post, "_security/api_key/x/y"), (.get, "_keyward/x"),
        (.put, "_security"),
    ])
    func unknownRoutes(_ method: Method, _ path: String) {
        let answer = Desk().ask(method, path)
        #expect(answer.status == 400)
        #expect(answer.reason == "no handler found for uri [/\(path)] and method [\(method.text)]")
        // The routing layer of Elasticsearch tells no status here.
        #expect(answer.json["status"] == nil)
    }

    @Test func wrongMethods() {
        let answer = Desk().ask(.patch, "_security/api_key")
        #expect(answer.status == 405)
        #expect(
            answer.reason
                == "Incorrect HTTP method for uri [/_security/api_key] and method [PATCH], allowed: [GET, POST, PUT, DELETE]"
        )
        #expect(answer.header("Allow") == ["GET,POST,PUT,DELETE"])
        #expect(Desk().ask(.post, "_security/_authenticate").header("Allow") == ["GET"])
    }

    @Test(arguments: [
        ("application/json", 200), ("Application/JSON; charset=UTF-8", 200),
        ("application/vnd.elasticsearch+json", 200), ("application/x-ndjson", 200), ("text/plain", 406),
        ("application/yaml", 406), ("application/json, text/plain", 406), ("", 400), (";", 400), (";;;", 400),
        ("application", 400), ("application/json ;x", 400), (" ; application/json", 400),
        ("application/vnd.elasticsearch+json;compatible-with=8", 400),
    ])
    func contentTypes(_ type: String, _ status: Int) {
        let answer = Desk().ask(.post, "_security/api_key", body: "{\"name\":\"n\"}", type: type)
        #expect(answer.status == status)
        if status == 406 { #expect(answer.reason == "Content-Type header [\(type)] is not supported") }
    }

    @Test func aBodyWithoutATypeIsNotTaken() {
        let answer = Desk().ask(.post, "_security/api_key", body: "{\"name\":\"n\"}", type: nil)
        #expect(answer.status == 406)
        #expect(answer.reason == "Content-Type header [] is not supported")
        #expect(Desk().ask(.get, "_security/api_key", type: nil).status == 200)
    }

    /// The media type of the answer is the one that was asked for, else that of the content.
    @Test func answersComeInTheTypeThatIsWanted() {
        let versioned = "application/vnd.elasticsearch+json; compatible-with=8"
        let body = "{\"name\":\"n\"}"
        let desk = Desk()
        func type(_ type: String?, _ accept: String?) -> [String] {
            desk.ask(.post, "_security/api_key", body: body, type: type, accept: accept).header("content-type")
        }
        #expect(type("application/json", nil) == ["application/json"])
        #expect(type("application/json", "text/html") == ["application/json"])
        #expect(type(versioned, versioned) == ["application/vnd.elasticsearch+json;compatible-with=8"])
        #expect(type("application/vnd.elasticsearch+json", nil) == ["application/vnd.elasticsearch+json"])
        #expect(type("application/x-ndjson", "*/*") == ["application/json"])
    }

    @Test(
        arguments: [
            ([("x", "1")], "unrecognized parameter: [x]"),
            ([("y", nil), ("x", "1"), ("pretty", "")], "unrecognized parameters: [x], [y]"),
        ] as [([(String, String?)], String)])
    func unknownParameters(_ query: [(String, String?)], _ words: String) {
        let answer = Desk().get(query)
        #expect(answer.status == 400)
        #expect(answer.type == "illegal_argument_exception")
        #expect(answer.reason == "request [/_security/api_key] contains \(words)")
    }

    @Test func everyRouteKnowsTheCommonOnes() {
        let query: [(String, String?)] = [
            ("pretty", "false"), ("human", nil), ("error_trace", "true"), ("filter_path", "x"),
            ("format", "json"),
        ]
        #expect(Desk().get(query).status == 200)
        #expect(Desk().ask(.get, "_security/_authenticate", query).status == 200)
    }

    @Test func prettyAnswersAndErrors() {
        #expect(
            Desk().get([("pretty", nil)]).text == "{\n  \"api_keys\" : [ ]\n}\n")
        let error = Desk().get([("pretty", "true"), ("x", "")]).text
        #expect(error.hasPrefix("{\n  \"error\" : {\n") && error.hasSuffix("}\n"))
    }

    @Test func keysCanBeSwitchedOff() {
        let desk = Desk(keysAreEnabled: false)
        // Faults of the request come first, as in Elasticsearch.
        let bodies: [(Method, String)] = [
            (.get, ""), (.post, #"{"name":"x"}"#), (.put, #"{"name":"x"}"#), (.delete, #"{"owner":true}"#),
        ]
        for (method, body) in bodies {
            let answer = desk.ask(method, "_security/api_key", body: body)
            #expect(answer.status == 400)
            #expect(answer.type == "feature_not_enabled_exception")
            #expect(answer.reason == "api keys are not enabled")
            #expect(answer.error?["disabled.feature"]?.string == "api_keys")
        }
        #expect(desk.ask(.get, "_security/_authenticate").status == 200)
    }

    /// Official clients refuse an answer without it; Elasticsearch's authentication stage sends none.
    @Test func theProductIsNamedButForRefusals() {
        let desk = Desk()
        #expect(desk.get().header("X-elastic-product") == ["Elasticsearch"])
        #expect(desk.create("").header("X-elastic-product") == ["Elasticsearch"])
        #expect(desk.create("{\"name\":\"n\"}", as: Desk.mortal).header("X-elastic-product").isEmpty)
    }
}
