public import HTTP

/// Why a request head was refused. One case a rule of RFC 9112 or of our own; each ends the connection.
public enum RequestRefusal: Error, Equatable, Sendable {
    case bareLineFeed, bareCarriageReturn, controlCharacter
    case lineTooLong, headTooLarge, tooManyFields
    case malformedRequestLine, unknownMethod, unsupportedMethod, malformedVersion, unsupportedVersion
    case target(TargetError)
    case malformedTarget, authorityMismatch
    case malformedField, whiteSpaceBeforeColon, lineFolding
    case missingHost, severalHosts, malformedHost
    case malformedContentLength, severalContentLengths, lengthAndTransferEncoding
    case malformedTransferEncoding, unsupportedTransferEncoding, transferEncodingInHTTP10
    case severalAuthorizations, severalContentTypes, unsupportedExpectation, malformedConnection

    /// The status code to answer with.
    public var status: Int {
        switch self {
        case .lineTooLong: 414
        case .headTooLarge, .tooManyFields: 431
        case .unknownMethod, .unsupportedMethod, .unsupportedTransferEncoding: 501
        case .unsupportedVersion: 505
        case .unsupportedExpectation: 417
        default: 400
        }
    }

    /// What to tell the client.
    public var reason: StaticString {
        switch self {
        case .bareLineFeed: "a line ends with LF alone"
        case .bareCarriageReturn: "CR without LF"
        case .controlCharacter: "control character in the request head"
        case .lineTooLong: "request line too long"
        case .headTooLarge: "request head too large"
        case .tooManyFields: "too many header fields"
        case .malformedRequestLine: "malformed request line"
        case .unknownMethod: "unknown request method"
        case .unsupportedMethod: "request method is not supported"
        case .malformedVersion: "malformed protocol version"
        case .unsupportedVersion: "protocol version is not supported"
        case .target(let error): error.reason
        case .malformedTarget: "malformed request target"
        case .authorityMismatch: "request target and Host name different authorities"
        case .malformedField: "malformed header field"
        case .whiteSpaceBeforeColon: "white space between field name and colon"
        case .lineFolding: "folded header line"
        case .missingHost: "Host is missing"
        case .severalHosts: "several Host fields"
        case .malformedHost: "malformed Host"
        case .malformedContentLength: "malformed Content-Length"
        case .severalContentLengths: "several Content-Length fields"
        case .lengthAndTransferEncoding: "Content-Length together with Transfer-Encoding"
        case .malformedTransferEncoding: "malformed Transfer-Encoding"
        case .unsupportedTransferEncoding: "transfer coding is not supported"
        case .transferEncodingInHTTP10: "Transfer-Encoding in HTTP/1.0"
        case .severalAuthorizations: "several Authorization fields"
        case .severalContentTypes: "several Content-Type fields"
        case .unsupportedExpectation: "expectation is not supported"
        case .malformedConnection: "Connection names a field that may not be removed"
        }
    }
}

extension TargetError {
    var reason: StaticString {
        switch self {
        case .notAPath: "request target is no path"
        case .emptySegment: "empty segment in the path"
        case .dotSegment: "dot segment in the path"
        case .badEscape: "malformed percent escape in the request target"
        case .controlCharacter: "escaped control character in the request target"
        case .badEncoding: "request target is not UTF-8"
        case .fragment: "fragment in the request target"
        case .backslash: "backslash in the path"
        case .emptyName: "query parameter without a name"
        case .tooManySegments: "too many segments in the path"
        case .tooManyParameters: "too many query parameters"
        }
    }
}
