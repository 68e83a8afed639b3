import Testing

@testable import Elasticsearch

@Suite struct ErrorResponseTests {
    private func text(_ error: ErrorResponse) -> String { String(decoding: error.body(), as: UTF8.self) }

    /// As Elasticsearch 8.18.1 answers `GET /x?y=1` without credentials.
    @Test func missingCredentials() {
        let challenge =
            "\"header\":{\"WWW-Authenticate\":[\"Basic realm=\\\"security\\\", charset=\\\"UTF-8\\\"\",\"ApiKey\"]}"
        let error =
            "\"type\":\"security_exception\",\"reason\":\"missing authentication credentials for REST request [/x?y=1]\",\(challenge)"
        #expect(
            text(.missingCredentials(uri: "/x?y=1"))
                == "{\"error\":{\"root_cause\":[{\(error)}],\(error)},\"status\":401}")
    }

    @Test func wrongMethod() {
        let error = ErrorResponse.wrongMethod(
            uri: "/_security/api_key", method: "PATCH", allowed: ["GET", "POST", "PUT", "DELETE"])
        #expect(
            text(error)
                == "{\"error\":\"Incorrect HTTP method for uri [/_security/api_key] and method [PATCH], allowed: [GET, POST, PUT, DELETE]\",\"status\":405}"
        )
        #expect(error.headers.contains { $0 == ("Allow", "GET,POST,PUT,DELETE") })
    }

    @Test func causesAreNested() {
        let error = ErrorResponse.contentParse(
            "outer",
            causedBy: .cause(type: "a", reason: "middle", by: .cause(type: "b", reason: "inner", by: nil)))
        #expect(
            text(error)
                == "{\"error\":{\"root_cause\":[{\"type\":\"x_content_parse_exception\",\"reason\":\"outer\"}],\"type\":\"x_content_parse_exception\",\"reason\":\"outer\",\"caused_by\":{\"type\":\"a\",\"reason\":\"middle\",\"caused_by\":{\"type\":\"b\",\"reason\":\"inner\"}}},\"status\":400}"
        )
    }

    @Test func retryIsTold() {
        #expect(ErrorResponse.unavailable("x", retryAfter: 1).headers.contains { $0 == ("Retry-After", "1") })
        #expect(ErrorResponse.unavailable("x", retryAfter: 1).status == 503)
        #expect(ErrorResponse.tooManyRequests("x", retryAfter: 2).status == 429)
        #expect(text(.keysAreDisabled()).contains("\"disabled.feature\":\"api_keys\""))
    }
}
