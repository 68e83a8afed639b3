/// Product and release of an upstream: which routes it has and what they mean.
public struct Release: Hashable, Comparable, Sendable, CustomStringConvertible {
    public enum Product: UInt8, Sendable {
        case elasticsearch
        case opensearch
    }

    public let product: Product
    public let major: Int
    public let minor: Int

    public init(_ product: Product, _ major: Int, _ minor: Int) {
        self.product = product
        self.major = major
        self.minor = minor
    }

    /// Order in time; meaningful within one product.
    public static func < (left: Release, right: Release) -> Bool {
        (left.product.rawValue, left.major, left.minor) < (right.product.rawValue, right.major, right.minor)
    }

    public var description: String {
        (self.product == .opensearch ? "opensearch-" : "") + "\(self.major).\(self.minor)"
    }
}
