public import JSON

/// The errors that the proxy answers with, in Elasticsearch's words where it has some.
extension ErrorResponse {
    // MARK: Authentication (401)

    /// Schemes in the order that Elasticsearch names them.
    static let challenges = [
        ("WWW-Authenticate", "Basic realm=\"security\", charset=\"UTF-8\""), ("WWW-Authenticate", "ApiKey"),
    ]

    private static func unauthenticated(_ reason: String) -> ErrorResponse {
        var error = ErrorResponse(status: 401, type: "security_exception", reason: reason)
        error.headers = self.challenges
        return error
    }

    public static func missingCredentials(uri: String) -> ErrorResponse {
        self.unauthenticated("missing authentication credentials for REST request [\(uri)]")
    }

    /// One answer for keys that are malformed, unknown, wrong, expired and invalidated.
    public static func providedCredentials() -> ErrorResponse {
        self.unauthenticated(
            "unable to authenticate with provided credentials and anonymous access is not allowed for this request"
        )
    }

    public static func wrongPassword(username: String, uri: String) -> ErrorResponse {
        self.unauthenticated("unable to authenticate user [\(username)] for REST request [\(uri)]")
    }

    // MARK: Authorization (403)

    public static func forbidden(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 403, type: "security_exception", reason: reason)
    }

    /// Credentials where others on the way could read them.
    public static func clearText() -> ErrorResponse {
        self.forbidden(
            "HTTPS is required in order to use the API key service and to sign in: this listener speaks clear text, where"
                + " others on the way could read the credential; it has not been looked at, and should be replaced"
        )
    }

    /// A feature that Elasticsearch does not have under its basic licence.
    public static func unlicensed(_ feature: String) -> ErrorResponse {
        var error = self.forbidden("current license is non-compliant for [\(feature)]")
        error.extras = [Extra("license.expired.feature", feature)]
        return error
    }

    public static func enrollmentIsDisabled() -> ErrorResponse {
        self.forbidden(
            "Enrollment mode is not enabled. Set [xpack.security.enrollment.enabled] to true, in order to use this API."
        )
    }

    // MARK: Bad requests (400 to 417)

    public static func illegalArgument(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 400, type: "illegal_argument_exception", reason: reason)
    }

    public static func parse(_ reason: String, causedBy: Cause? = nil) -> ErrorResponse {
        ErrorResponse(status: 400, type: "parse_exception", reason: reason, causedBy: causedBy)
    }

    public static func contentParse(_ reason: String, causedBy: Cause? = nil) -> ErrorResponse {
        ErrorResponse(status: 400, type: "x_content_parse_exception", reason: reason, causedBy: causedBy)
    }

    /// A text that is no JSON, in the words of Elasticsearch's library.
    public static func json(_ error: JSONError, in bytes: [UInt8]) -> ErrorResponse {
        let cause = self.jsonCause(error, in: bytes)
        return self.contentParse(cause.reason, causedBy: cause.by)
    }

    public static func jsonCause(_ error: JSONError, in bytes: [UInt8]) -> Cause {
        let (line, column) = JSONParser.position(error.offset, in: bytes)
        let text = error.text(in: bytes)
        return .cause(
            type: "x_content_parse_exception", reason: "[\(line):\(column)] \(text)",
            by: .cause(type: error.isEnd ? "json_e_o_f_exception" : "json_parse_exception", reason: text))
    }

    public static func notFound(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 404, type: "resource_not_found_exception", reason: reason)
    }

    /// `Validation Failed: 1: first;2: second;`
    public static func validation(_ reasons: [String]) -> ErrorResponse {
        ErrorResponse(
            status: 400, type: "action_request_validation_exception", reason: self.validationReason(reasons))
    }

    /// A fault that is found when it is too late for ``validation(_:)``.
    public static func invalid(_ reason: String) -> ErrorResponse {
        ErrorResponse(
            status: 400, type: "validation_exception", reason: self.validationReason([reason]))
    }

    public static func validationReason(_ reasons: [String]) -> String {
        "Validation Failed: " + reasons.enumerated().map { "\($0 + 1): \($1);" }.joined()
    }

    private static func plain(_ status: Int, _ reason: String) -> ErrorResponse {
        var error = ErrorResponse(status: status, type: "", reason: reason)
        error.isPlain = true
        return error
    }

    public static func noHandler(uri: String, method: String) -> ErrorResponse {
        var error = self.plain(400, "no handler found for uri [\(uri)] and method [\(method)]")
        error.showsStatus = false
        return error
    }

    /// - Parameter allowed: methods in the order of their names' declaration in Elasticsearch.
    public static func wrongMethod(uri: String, method: String, allowed: [String]) -> ErrorResponse {
        var error = self.plain(
            405,
            "Incorrect HTTP method for uri [\(uri)] and method [\(method)], allowed: [\(allowed.joined(separator: ", "))]"
        )
        error.headers = [("Allow", allowed.joined(separator: ","))]
        return error
    }

    public static func contentType(_ type: String) -> ErrorResponse {
        self.plain(406, "Content-Type header [\(type)] is not supported")
    }

    public static func contentTypeMissing() -> ErrorResponse {
        self.plain(406, "Content-Type header is missing")
    }

    /// A message that broke a rule of HTTP.
    public static func httpRefusal(status: Int, reason: String) -> ErrorResponse {
        ErrorResponse(status: status, type: "illegal_argument_exception", reason: reason)
    }

    public static func contentTooLarge() -> ErrorResponse {
        ErrorResponse(
            status: 413, type: "content_too_long_exception",
            reason: "request content is larger than this proxy takes")
    }

    public static func tooManyRequests(_ reason: String, retryAfter seconds: Int) -> ErrorResponse {
        var error = ErrorResponse(status: 429, type: "es_rejected_execution_exception", reason: reason)
        error.headers = [("Retry-After", "\(seconds)")]
        return error
    }

    // MARK: Failures (5xx)

    public static func internalFailure(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 500, type: "exception", reason: reason)
    }

    public static func badGateway(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 502, type: "connect_transport_exception", reason: reason)
    }

    public static func unavailable(_ reason: String, retryAfter seconds: Int) -> ErrorResponse {
        var error = ErrorResponse(status: 503, type: "connect_transport_exception", reason: reason)
        error.headers = [("Retry-After", "\(seconds)")]
        return error
    }

    public static func gatewayTimeout(_ reason: String) -> ErrorResponse {
        ErrorResponse(status: 504, type: "receive_timeout_transport_exception", reason: reason)
    }

    /// The key service is switched off.
    public static func keysAreDisabled() -> ErrorResponse { self.notEnabled("api keys", feature: "api_keys") }

    /// Something is switched off, or not there. Kibana looks for `disabled.feature`.
    public static func notEnabled(_ words: String, feature: String) -> ErrorResponse {
        var error = ErrorResponse(
            status: 400, type: "feature_not_enabled_exception", reason: "\(words) are not enabled")
        error.extras = [Extra("disabled.feature", feature)]
        return error
    }
}
