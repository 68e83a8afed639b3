/// The audit trail out of its settings.
extension Section {
    /// `event.action` as it may be named.
    private static let auditEvents = [
        "authentication_success", "authentication_failed", "anonymous_access_denied", "access_granted",
        "access_denied",
        "run_as_granted", "run_as_denied", "tampered_request", "connection_denied", "security_config_change",
    ]
    /// Facilities of syslog by number (RFC 5424 §6.2.1).
    private static let facilities = [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
        "ntp",
        "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6",
        "local7",
    ]
    /// Policies that there may be.
    private static let policiesMax = 64

    func audit() -> Configuration.Audit {
        var audit = Configuration.Audit()
        set(&audit.isEnabled, self.bool("audit.enabled"))
        set(&audit.format, self.choice("audit.format", ["ecs", "elasticsearch"]))
        set(&audit.output, self.choice("audit.output", ["file", "stdout", "syslog", "elasticsearch"]))
        audit.path = self.string("audit.path")
        set(&audit.rotateSize, self.size("audit.rotate.size", (1 << 16)...Int.max))
        set(&audit.rotateKeep, self.integer("audit.rotate.keep", 0...1000))
        set(&audit.rotateInterval, self.duration("audit.rotate.interval"))
        if audit.rotateInterval > 0, audit.rotateInterval < 1_000_000_000 {
            self.report(
                self.line(of: "audit.rotate.interval"), "[audit.rotate.interval] must be 0s or at least 1s")
        }
        audit.refusesOnOverflow = self.choice("audit.on_overflow", ["count", "refuse"]) == "refuse"
        set(&audit.queueBytes, self.size("audit.queue_bytes", (1 << 17)...(1 << 34)))
        set(&audit.included, self.strings("audit.events.include"))
        set(&audit.excluded, self.strings("audit.events.exclude"))
        self.checkEvents("audit.events.include", audit.included)
        self.checkEvents("audit.events.exclude", audit.excluded)
        audit.ignored = self.policies()
        set(&audit.isChained, self.bool("audit.chain.enabled"))
        audit.syslog = self.syslog()
        audit.index = self.auditIndex()
        audit.content = self.auditContent()
        return audit
    }

    private func auditContent() -> Configuration.Audit.Content {
        var content = Configuration.Audit.Content()
        set(&content.events, self.strings("audit.request_body.events"))
        self.checkEvents("audit.request_body.events", content.events)
        set(&content.actions, self.strings("audit.request_body.actions"))
        set(&content.bytes, self.size("audit.request_body.bytes", 1...(256 << 10)))
        set(&content.secrets, self.strings("audit.request_body.secrets"))
        if content.events.isEmpty != content.actions.isEmpty {
            self.report(
                self.line(
                    of: content.events.isEmpty ? "audit.request_body.actions" : "audit.request_body.events"),
                "[audit.request_body.events] and [audit.request_body.actions] must be set both or not at all")
        }
        return content
    }

    private func auditIndex() -> Configuration.Audit.Index {
        var index = Configuration.Audit.Index()
        set(&index.upstream, self.string("audit.index.upstream"))
        set(&index.name, self.string("audit.index.name"))
        set(&index.isDataStream, self.bool("audit.index.data_stream"))
        set(&index.makesTemplate, self.bool("audit.index.template"))
        set(&index.batchBytes, self.size("audit.index.batch_bytes", (1 << 14)...(1 << 26)))
        set(&index.interval, self.duration("audit.index.interval", 100_000_000...Units.durationMax))
        index.spoolPath = self.string("audit.index.spool.path")
        set(&index.spoolBytes, self.size("audit.index.spool.bytes", (1 << 20)...(1 << 44)))
        set(&index.spoolSyncs, self.bool("audit.index.spool.fsync"))
        return index
    }

    private func checkEvents(_ name: String, _ events: [String]) {
        for event in events where event != "_all" && !Self.auditEvents.contains(event) {
            self.report(
                self.line(of: name),
                "[\(self.prefix)\(name)] has [\(event)], but may have only"
                    + " [\(Self.auditEvents.joined(separator: ", ")), _all]")
        }
    }

    private func policies() -> [Configuration.Audit.Policy] {
        let sections = self.sections("audit.ignore") ?? []
        if sections.count > Self.policiesMax {
            self.report(
                self.line(of: "audit.ignore"), "[audit.ignore] has more than \(Self.policiesMax) members")
        }
        return sections.map { section in
            var policy = Configuration.Audit.Policy()
            set(&policy.events, section.strings("events"))
            section.checkEvents("events", policy.events)
            set(&policy.users, section.strings("users"))
            set(&policy.keys, section.strings("keys"))
            set(&policy.actions, section.strings("actions"))
            set(&policy.indices, section.strings("indices"))
            if policy.events.isEmpty, policy.users.isEmpty, policy.keys.isEmpty, policy.actions.isEmpty,
                policy.indices.isEmpty
            {
                section.report(
                    section.line, "[\(section.prefix)] says nothing: it would leave out every record")
            }
            section.reportUnknown()
            self.adopt(section)
            return policy
        }
    }

    private func syslog() -> Configuration.Audit.Syslog {
        var syslog = Configuration.Audit.Syslog()
        if let name = self.choice("audit.syslog.facility", Self.facilities) {
            syslog.facility = Self.facilities.firstIndex(of: name) ?? syslog.facility
        }
        guard let text = self.string("audit.syslog.address") else { return syslog }
        let isUDP = text.hasPrefix("udp://")
        if text.hasPrefix("unix:///") {
            syslog.host = String(text.dropFirst("unix://".count))
        } else if isUDP || text.hasPrefix("tcp://"),
            let (host, port) = HostPort.parse(String(text.dropFirst("udp://".count)), defaultHost: ""),
            !host.isEmpty
        {
            syslog.transport = isUDP ? .udp : .tcp
            (syslog.host, syslog.port) = (host, port)
        } else {
            self.report(
                self.line(of: "audit.syslog.address"),
                "[audit.syslog.address] is [\(text)], but must be like [udp://host:514], [tcp://host:601] or"
                    + " [unix:///dev/log]")
        }
        return syslog
    }
}
