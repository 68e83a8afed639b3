public import HTTP

/// The methods that a path has: what `Allow` says (RFC 9110 §10.2.1).
public struct MethodSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public init(_ method: Method) { self.rawValue = 1 &<< UInt16(method.rawValue) }

    public static let get = MethodSet(.get)
    public static let head = MethodSet(.head)
    public static let post = MethodSet(.post)
    public static let put = MethodSet(.put)
    public static let delete = MethodSet(.delete)

    /// Names in a fixed order, e.g. `GET, POST`.
    public var text: String {
        let all: [Method] = [.get, .head, .post, .put, .delete, .options, .patch]
        return all.filter { self.contains(MethodSet($0)) }.map { "\($0.text)" }.joined(separator: ", ")
    }
}
