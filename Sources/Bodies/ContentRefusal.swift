/// Why the content of a request goes no further: it is malformed, too large, or may touch what cannot be seen in it.
public struct ContentRefusal: Error, Sendable, Equatable {
    public enum Rule: UInt8, Sendable, CaseIterable {
        // Malformed: Elasticsearch refuses it too, or reads it otherwise than another parser would.
        case syntax, notUTF8, duplicateName, trailingText
        case noNewlineAtEnd, malformedLine, missingIndex, missingSource
        // A limit of ours.
        case tooLong, tooDeep, tooManyItems, tooManyTargets, lineTooLong, tooManyDenied, tooManyLimited
        // Not understood: may name or reach an index in a way that is not known.
        case unknownName, unexpectedValue, severalNames, hiddenQuery, privateSetting, script
        case unreadableStatement, unreadableKind, contentType
    }

    public var rule: Rule
    /// Where in the content, or in the line of it, the fault was seen.
    public var offset: Int
    /// The place in the JSON text, e.g. `query.bool.filter[0].wrapper`; empty where there is none.
    public var path: String

    public init(_ rule: Rule, offset: Int = 0, path: String = "") {
        self.rule = rule
        self.offset = offset
        self.path = path
    }

    /// 400 for what is malformed, 413 for what is too large, 406 for a foreign format, 403 for what is not
    /// understood.
    public var status: Int { self.rule.status }

    public var reason: String {
        let place = self.path.isEmpty ? "" : " at [\(self.path)]"
        return switch self.rule {
        case .syntax: "malformed JSON\(place) near offset [\(self.offset)]"
        case .notUTF8: "text that is not UTF-8\(place)"
        case .duplicateName: "Duplicate field\(place)"
        case .trailingText: "unexpected text behind the end of the JSON value"
        case .noNewlineAtEnd: "The bulk request must be terminated by a newline [\\n]"
        case .malformedLine: "Malformed action/metadata line\(place)"
        case .missingIndex: "index is missing"
        case .missingSource: "an action line has no source line"
        case .tooLong: "the content is longer than can be examined"
        case .tooDeep: "the content is nested deeper than can be examined\(place)"
        case .tooManyItems: "more items than can be examined"
        case .tooManyTargets: "more index names than can be examined"
        case .lineTooLong: "an action or header line is longer than can be examined"
        case .tooManyDenied: "more items were denied than can be answered one by one"
        case .tooManyLimited:
            "rejected execution: more documents are beyond the limit than can be answered one by one, none was written"
        case .unknownName: "a name\(place) that is not known to touch no other index"
        case .unexpectedValue: "a value\(place) of a kind that is not known to touch no other index"
        case .severalNames: "several names\(place) where one is expected"
        case .hiddenQuery: "a template or an encoded query\(place) whose content cannot be examined"
        case .privateSetting: "a setting\(place) that may reach another index"
        case .script: "a script, which in this release can reach more than the index it runs on"
        case .unreadableStatement:
            "a statement\(place) in which the names of indices cannot be told for certain"
        case .unreadableKind: "a request whose content is not examined"
        case .contentType: "content of this type is not examined"
        }
    }
}

extension ContentRefusal.Rule {
    var status: Int {
        switch self {
        case .syntax, .notUTF8, .duplicateName, .trailingText, .noNewlineAtEnd, .malformedLine,
            .missingIndex, .missingSource:
            400
        case .tooLong, .tooDeep, .tooManyItems, .tooManyTargets, .lineTooLong: 413
        case .contentType: 406
        case .tooManyLimited: 429
        default: 403
        }
    }
}
