/// Why a request target was refused. One case a rule.
public enum TargetError: Error, Equatable, Sendable, CaseIterable {
    /// Not `/...`.
    case notAPath
    /// `//`: Elasticsearch takes an empty segment for a parameter, and an empty index for all.
    case emptySegment
    /// `.` or `..`, plain or escaped.
    case dotSegment
    /// `%` without two hexadecimal digits.
    case badEscape
    /// An escaped control character or NUL.
    case controlCharacter
    /// Not UTF-8 after decoding.
    case badEncoding
    case fragment
    case backslash
    /// `=value` without a name.
    case emptyName
    case tooManySegments
    case tooManyParameters
}
