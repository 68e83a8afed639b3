internal import Bytes

/// The vendor's media type as `Accept` names it: `application/vnd.elasticsearch+json`, which Elasticsearch 8 and later
/// answer in, errors too.
enum VendorType: Equatable {
    /// Another type, or none.
    case none
    /// Without a release.
    case plain
    /// `compatible-with`.
    case release(UInt8)

    private static let name: StaticString = "application/vnd.elasticsearch+json"
    private static let parameter: StaticString = "compatible-with="

    /// - Parameter accept: the value of the field. What is not understood counts as another type.
    init(_ accept: UnsafeBufferPointer<UInt8>) {
        self = .none
        var rest = accept[...]
        guard Self.take(Self.name, &rest) else { return }
        Self.skipSpace(&rest)
        guard let semicolon = rest.first else {
            self = .plain
            return
        }
        guard semicolon == UInt8(ascii: ";") else { return }
        rest = rest.dropFirst()
        Self.skipSpace(&rest)
        guard Self.take(Self.parameter, &rest), (1...2).contains(rest.count) else { return }
        var release: UInt8 = 0
        for digit in rest {
            guard ASCII.isDigit(digit) else { return }
            release = release &* 10 &+ (digit &- 0x30)
        }
        self = .release(release)
    }

    /// As a value of `Content-Type`; nil for another type.
    var contentType: String? {
        switch self {
        case .none: nil
        case .plain: "\(Self.name)"
        case .release(let release): "\(Self.name);\(Self.parameter)\(release)"
        }
    }

    private static func take(_ text: StaticString, _ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let count = text.utf8CodeUnitCount
        guard rest.count >= count,
            ASCII.equalsIgnoringCase(UnsafeBufferPointer(rebasing: rest.prefix(count)), text)
        else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    private static func skipSpace(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
        while rest.first == UInt8(ascii: " ") || rest.first == 0x09 { rest = rest.dropFirst() }
    }
}
