/// Whom a listener takes and believes.
extension Section {
    func addresses(_ listener: inout Configuration.Listener) {
        set(&listener.takesProxyHeader, self.bool("proxy_protocol"))
        set(&listener.forwardedField, self.choice("forwarded", ["none", "x-forwarded-for", "forwarded"]))
        set(&listener.trustedProxies, self.strings("trusted_proxies"))
        set(&listener.allowedAddresses, self.strings("allowed_addresses"))
        let needsTrust = listener.takesProxyHeader || listener.forwardedField != "none"
        if needsTrust, listener.trustedProxies.isEmpty {
            let name = listener.takesProxyHeader ? "proxy_protocol" : "forwarded"
            self.report(
                self.line(of: name),
                "[\(self.prefix)\(name)] needs [trusted_proxies]: anybody could say to be anybody")
        }
        if listener.takesProxyHeader, listener.forwardedField != "none" {
            self.report(
                self.line(of: "forwarded"),
                "[\(self.prefix)forwarded] and [proxy_protocol] cannot be set both")
        }
    }
}
