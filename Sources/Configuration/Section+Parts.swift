/// Listeners and upstreams out of their sections.
extension Section {
    func listener() -> Configuration.Listener? {
        let name = self.string("name") ?? "default"
        let bind = self.string("bind") ?? "localhost:9243"
        let upstream = self.string("upstream") ?? "default"
        guard let (host, port) = HostPort.parse(bind, defaultHost: "0.0.0.0") else {
            self.report(
                self.line(of: "bind"),
                "[\(self.prefix)bind] is [\(bind)], but must be [address:port] or [port]")
            _ = self.listenerTLS()
            return nil
        }
        var listener = Configuration.Listener(
            name: name, line: self.line, host: host, port: port, upstream: upstream, tls: self.listenerTLS())
        set(&listener.allowsCleartextKeysOnLoopback, self.bool("allow_cleartext_keys_on_loopback"))
        set(&listener.takesKeysAsBasic, self.bool("allow_keys_as_basic"))
        set(&listener.http2IsEnabled, self.bool("http2.enabled"))
        set(&listener.allowsCleartextHTTP2, self.bool("http2.cleartext"))
        self.addresses(&listener)
        set(&listener.servesConsole, self.bool("console"))
        if listener.allowsCleartextHTTP2, listener.tls != nil {
            self.report(
                self.line(of: "http2.cleartext"),
                "[\(self.prefix)http2.cleartext] is of no use with [ssl.enabled: true]")
        }
        if listener.servesConsole, listener.tls == nil {
            self.report(
                self.line(of: "console"), "[\(self.prefix)console] needs TLS: [ssl.enabled: true]")
        }
        if listener.allowsCleartextKeysOnLoopback {
            let at = self.line(of: "allow_cleartext_keys_on_loopback")
            if listener.tls != nil {
                self.report(
                    at,
                    "[\(self.prefix)allow_cleartext_keys_on_loopback] is of no use with [ssl.enabled: true]")
            } else if !HostPort.isLoopback(host) {
                self.report(
                    at,
                    "[\(self.prefix)allow_cleartext_keys_on_loopback] needs a loopback address, not [\(host)]"
                )
            }
        }
        return listener
    }

    private func listenerTLS() -> Configuration.Listener.TLS? {
        let isEnabled = self.bool("ssl.enabled") ?? true
        var pairs: [Configuration.KeyPair] = []
        let certificate = self.string("ssl.certificate")
        let key = self.string("ssl.key")
        let passphrase = self.string("ssl.key_passphrase")
        if let certificate, let key {
            pairs.append(Configuration.KeyPair(certificate: certificate, key: key, passphrase: passphrase))
        } else if certificate != nil || key != nil {
            self.report(
                self.line,
                "[\(self.prefix)ssl.certificate] and [\(self.prefix)ssl.key] must be set both or not at all")
        }
        for section in self.sections("ssl.certificates") ?? [] {
            if let certificate = section.string("certificate"), let key = section.string("key") {
                pairs.append(
                    Configuration.KeyPair(
                        certificate: certificate, key: key, passphrase: section.string("key_passphrase")))
            } else {
                section.report(
                    section.line, "[\(section.prefix)certificate] and [\(section.prefix)key] are needed")
            }
            section.reportUnknown()
            self.adopt(section)
        }
        var tls = Configuration.Listener.TLS(certificates: pairs)
        tls.authorities = self.string("ssl.certificate_authorities")
        set(
            &tls.clientAuthentication,
            self.choice("ssl.client_authentication", ["none", "optional", "required"]))
        if let protocols = self.strings("ssl.supported_protocols") {
            tls.protocols = protocols
            for name in protocols where name != "TLSv1.2" && name != "TLSv1.3" {
                self.report(
                    self.line(of: "ssl.supported_protocols"),
                    "[\(self.prefix)ssl.supported_protocols] has [\(name)], but may have only [TLSv1.2, TLSv1.3]"
                )
            }
        }
        set(&tls.cipherSuites, self.strings("ssl.cipher_suites"))
        set(&tls.sessionTickets, self.bool("ssl.session_tickets"))
        guard isEnabled else { return nil }
        if pairs.isEmpty, certificate == nil, key == nil {
            self.report(
                self.line, "[\(self.prefix)ssl.certificate] is missing: TLS is on unless [ssl.enabled: false]"
            )
        }
        if tls.clientAuthentication != "none", tls.authorities == nil {
            self.report(
                self.line(of: "ssl.client_authentication"),
                "[\(self.prefix)ssl.client_authentication] needs [ssl.certificate_authorities]")
        }
        return tls
    }

    func upstream() -> Configuration.Upstream {
        var upstream = Configuration.Upstream(name: self.string("name") ?? "default", line: self.line)
        upstream.isKibana = self.choice("type", ["elasticsearch", "kibana"]) == "kibana"
        set(&upstream.passesCredentials, self.bool("pass_credentials"))
        if upstream.passesCredentials, !upstream.isKibana {
            self.report(
                self.line(of: "pass_credentials"),
                "[\(self.prefix)pass_credentials] is for upstreams of [type: kibana]")
        }
        let allowsPlaintext = self.bool("allow_plaintext") ?? false
        for text in self.strings("hosts") ?? [] {
            guard let host = HostPort.parseURL(text, defaultPort: upstream.isKibana ? 5601 : 9200) else {
                self.report(
                    self.line(of: "hosts"),
                    "[\(self.prefix)hosts] has [\(text)], but needs URLs like [https://host:9200]")
                continue
            }
            if !host.isTLS, !allowsPlaintext, !HostPort.isLoopback(host.name) {
                self.report(
                    self.line(of: "hosts"),
                    "[\(self.prefix)hosts] has [\(text)]: plain HTTP beyond this machine needs [allow_plaintext: true]"
                )
            }
            upstream.hosts.append(host)
        }
        if upstream.hosts.isEmpty, !self.has("hosts") {
            self.report(self.line, "[\(self.prefix)hosts] is missing: the URLs of the cluster's nodes")
        }
        upstream.authorities = self.string("ssl.certificate_authorities")
        let certificate = self.string("ssl.certificate")
        let key = self.string("ssl.key")
        let passphrase = self.string("ssl.key_passphrase")
        if let certificate, let key {
            upstream.certificate = Configuration.KeyPair(
                certificate: certificate, key: key, passphrase: passphrase)
        } else if certificate != nil || key != nil {
            self.report(
                self.line,
                "[\(self.prefix)ssl.certificate] and [\(self.prefix)ssl.key] must be set both or not at all")
        }
        set(&upstream.verification, self.choice("ssl.verification_mode", ["full", "certificate", "none"]))
        upstream.authorization = self.authorization()
        if upstream.passesCredentials, upstream.authorization != nil {
            self.report(
                self.line(of: "pass_credentials"),
                "[\(self.prefix)pass_credentials] cannot be together with a credential of the upstream's own")
        }
        set(&upstream.connectTimeout, self.duration("connect_timeout", Units.timeouts))
        set(&upstream.responseTimeout, self.duration("response_timeout", Units.timeouts))
        set(&upstream.bodyTimeout, self.duration("body_timeout", Units.timeouts))
        set(&upstream.idleTimeout, self.duration("idle_timeout", Units.timeouts))
        set(&upstream.connections, self.integer("connections", 1...100_000))
        set(&upstream.queue, self.integer("queue", 0...10_000_000))
        set(&upstream.queueTimeout, self.duration("queue_timeout", Units.timeouts))
        set(&upstream.requestHeaders, self.strings("request_headers"))
        set(
            &upstream.healthInterval,
            self.duration("health_check.interval", 1_000_000_000...Units.durationMax))
        set(
            &upstream.catalogueMaxAge,
            self.duration("catalogue.max_age", 100_000_000...Units.durationMax))
        return upstream
    }

    /// The credential for the upstream: `username` with `password`, or `api_key`; each secret also from a file.
    private func authorization() -> Configuration.Upstream.Authorization? {
        let username = self.string("username")
        let password = self.secret("password")
        let key = self.secret("api_key")
        if key != nil, username != nil || password != nil {
            self.report(self.line, "[\(self.prefix)api_key] and [\(self.prefix)username] cannot be set both")
            return nil
        }
        if let key { return .apiKey(key) }
        switch (username, password) {
        case (nil, nil): return nil
        case (let username?, let password?):
            if username.contains(":") {
                self.report(self.line(of: "username"), "[\(self.prefix)username] must not have a colon")
            }
            return .basic(username: username, password: password)
        default:
            self.report(
                self.line,
                "[\(self.prefix)username] and [\(self.prefix)password] must be set both or not at all")
            return nil
        }
    }

    private func secret(_ name: String) -> String? {
        let value = self.string(name)
        guard let path = self.string("\(name)_file") else { return value }
        let at = self.line(of: "\(name)_file")
        if value != nil {
            self.report(at, "[\(self.prefix)\(name)] and [\(self.prefix)\(name)_file] cannot be set both")
        }
        guard let bytes = ConfigurationReader.contents(path) else {
            self.report(at, "[\(self.prefix)\(name)_file]: [\(path)] cannot be read")
            return nil
        }
        return String(decoding: bytes, as: UTF8.self).trimmed
    }
}
