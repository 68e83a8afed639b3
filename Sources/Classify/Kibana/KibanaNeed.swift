/// What a principal must hold of the application `kibana-.kibana` for a request to Kibana.
public struct KibanaNeed: Hashable, Sendable {
    /// Kibana's two levels of a feature or of everything.
    public enum Access: UInt8, Sendable, CaseIterable {
        case read
        case all
    }

    public enum Kind: Hashable, Sendable {
        /// Nothing: the login page and what it loads.
        case nothing
        /// Any privilege in the space: the page itself, which holds no data.
        case login
        /// The level itself, of everything in the space.
        case base(Access)
        /// One of these features at the level, or the level of everything.
        case features(Access)
        /// The level of everything in every space.
        case global(Access)
    }

    public let kind: Kind
    /// Names of the privileges of which one is enough; empty for ``Kind/nothing`` and ``Kind/login``.
    public let privileges: [String]

    /// - Parameter features: identifiers as in `feature_dashboard`, without the prefix.
    init(_ kind: Kind, features: [Substring] = []) {
        self.kind = kind
        switch kind {
        case .nothing, .login: self.privileges = []
        case .base(let access), .global(let access): self.privileges = Self.base(access)
        case .features(let access):
            self.privileges =
                Self.base(access)
                + features.flatMap { feature in
                    Self.levels(access).map { "feature_\(feature).\($0)" }
                }
        }
    }

    /// `all` and `read` are stored for all spaces, `space_all` and `space_read` for one.
    private static func base(_ access: Access) -> [String] {
        access == .all ? ["all", "space_all"] : ["all", "space_all", "read", "space_read"]
    }

    private static func levels(_ access: Access) -> [String] {
        access == .all ? ["all", "minimal_all"] : ["all", "minimal_all", "read", "minimal_read"]
    }

    /// As the rows write it, without features: `nothing`, `login`, `read`, `all`, `features.read`, `global.all`, ...
    public var text: String {
        switch self.kind {
        case .nothing: "nothing"
        case .login: "login"
        case .base(let access): "\(access)"
        case .features(let access): "features.\(access)"
        case .global(let access): "global.\(access)"
        }
    }

    /// What an unknown route needs.
    public static let everything = KibanaNeed(.global(.all))
}

/// The space that a request to Kibana is about.
public enum KibanaSpace: Hashable, Sendable {
    /// `default`, whose paths have no prefix.
    case standard
    /// `/s/NAME`: the segment of the name.
    case segment(Int)
}

/// A request to Kibana as far as method and path say. The privilege must be held on the resource `*`, or,
/// unless the need is ``KibanaNeed/Kind/global(_:)``, on `space:NAME`.
public struct KibanaRequest: Sendable {
    public let space: KibanaSpace
    public let need: KibanaNeed
}
