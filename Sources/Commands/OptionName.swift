/// Every option that some command takes. The same name means the same thing, and the same kind of value, wherever
/// a command takes it, but for `--ca` and `--name` of `certutil`.
public enum OptionName: String, CaseIterable, Sendable {
    case config = "--config"
    case json = "--json"
    case quiet = "--quiet"
    case help = "--help"
    // How to reach a running proxy.
    case url = "--url"
    case authorities = "--ca"
    case user = "--user"
    case passwordFile = "--password-file"
    case keyFile = "--api-key-file"
    case timeout = "--timeout"
    // Keys and roles.
    case expiration = "--expiration"
    case descriptors = "--descriptors"
    case index = "--index"
    case cluster = "--cluster"
    case runAs = "--run-as"
    case metadata = "--metadata"
    case form = "--form"
    case save = "--save"
    case name = "--name"
    case owner = "--owner"
    case realm = "--realm"
    case mine = "--mine"
    case state = "--state"
    case expiring = "--expiring"
    case limit = "--limit"
    case limitedBy = "--limited-by"
    case yes = "--yes"
    case file = "--file"
    case grace = "--grace"
    case reason = "--reason"
    case kind = "--kind"
    case clear = "--clear"
    case unusedFor = "--unused-for"
    case sort = "--sort"
    case every = "--every"
    // What would become of a request.
    case key = "--key"
    case actsAs = "--as"
    case body = "--body"
    case contentType = "--content-type"
    // Users.
    case data = "--data"
    case roles = "--roles"
    case native = "--native"
    case newPasswordFile = "--new-password-file"
    // Certificates and the rest.
    case out = "--out"
    case days = "--days"
    case dns = "--dns"
    case address = "--ip"
    case client = "--client"
    case release = "--release"
    case port = "--port"

    /// One letter that stands for it.
    public var short: String? {
        switch self {
        case .config: "-c"
        case .quiet: "-q"
        case .help: "-h"
        case .roles: "-r"
        default: nil
        }
    }

    static func find(_ text: some StringProtocol) -> OptionName? {
        self.allCases.first { $0.rawValue == text || $0.short.map { $0 == text } == true }
    }
}
