internal import Client
internal import Commands
internal import EventLoop
internal import HTTP
internal import JSON
internal import TLS

/// `keyward status`: whether a proxy and its cluster answer, and as whom.
enum StatusCommand {
    /// Seconds before its end from which on a certificate is warned of: a month.
    private static let certificateSoon: Int64 = 30 * 86_400

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let began = Clock.monotonic
        let who = try session.ask(ClientRequest(.get, ["_security", "_authenticate"]))
        let user = try session.member("username", of: who) { $0.string }
        let milliseconds = Int((Clock.monotonic - began) / 1_000_000)
        // A key need not be allowed to see the cluster: then there is no word of it, and no failure.
        let response = try session.response(ClientRequest(.get, []))
        let cluster = response.isSuccess ? try session.json(response) : nil
        let isDown = response.status >= 500
        if arguments.has(.json) {
            self.write(session, who, cluster, milliseconds, response)
        } else if !arguments.has(.quiet) {
            self.show(session, who, user, cluster, milliseconds, response)
        }
        if isDown {
            throw CommandFailure(
                "the proxy answers, its cluster does not: \(response.reason)", status: response.status)
        }
    }

    private static func write(
        _ session: Session, _ who: JSONValue, _ cluster: JSONValue?, _ milliseconds: Int,
        _ response: ClientResponse
    ) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("url")
        writer.string(session.url.text)
        writer.name("milliseconds")
        writer.integer(milliseconds)
        if let end = session.client.certificate?.notAfter {
            writer.name("certificate_expiration")
            writer.integer(Int(end) * 1000)
        }
        writer.name("authenticated")
        writer.value(who)
        writer.name("upstream_status")
        writer.integer(response.status)
        if let cluster {
            writer.name("upstream")
            writer.value(cluster)
        }
        writer.endObject()
        print(writer.text)
    }

    private static func show(
        _ session: Session, _ who: JSONValue, _ user: String, _ cluster: JSONValue?, _ milliseconds: Int,
        _ response: ClientResponse
    ) {
        print("proxy        \(session.url.text) answers (\(milliseconds) ms)")
        if let certificate = session.client.certificate {
            let end = certificate.notAfter
            let warning = end - Clock.wall / 1000 < self.certificateSoon ? ": RENEW IT" : ""
            print(
                "certificate  ends \(TimeSpan.relative(end * 1000, now: Clock.wall)), at \(TimeSpan.absolute(end * 1000))\(warning)"
            )
        }
        let roles = (who["roles"]?.elements ?? []).compactMap(\.string).joined(separator: ",")
        if let key = who["api_key"] {
            print(
                DisplayWidth.safe(
                    "you          key \(key["name"]?.string ?? "") (\(key["id"]?.string ?? "?")) of \(user)"))
        } else {
            print(DisplayWidth.safe("you          \(user), roles \(roles.isEmpty ? "none" : roles)"))
        }
        if let cluster {
            let name = cluster["cluster_name"]?.string ?? "?"
            let number = cluster["version"]?["number"]?.string ?? "?"
            print(DisplayWidth.safe("cluster      \(name), version \(number)"))
        } else {
            print(
                DisplayWidth.safe(
                    "cluster      \(response.status == 403 ? "you may not see it" : response.reason)"))
        }
    }
}
