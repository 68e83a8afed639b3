internal import Address
internal import Audit
internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Keys
internal import Metrics
internal import Upstream
internal import Usage

/// The end of an exchange: its line in the trail, and what is counted of it.
extension ExchangeRecord {
    /// Writes the record and gives the buffer back.
    mutating func write(method: Method, connection: DownstreamConnection, context: LoopContext) {
        var record = AuditRecord()
        record.timestamp = self.timestamp
        record.event = self.event
        record.succeeded = self.outcome == .success
        record.reason = self.reason
        record.duration = Clock.monotonic &- self.startedAt
        record.requestID = self.requestID
        let origin = connection.auditMembers(client: self.client)
        record.connection = origin.slice
        record.method = self.hasRequest ? method.text : ""
        record.requestBytes = self.requestBytes
        record.responseBytes = self.responseBytes
        record.status = self.status
        if self.upstreamIndex >= 0 {
            let destination = context.destination(upstream: self.upstreamIndex, host: self.upstreamHost)
            record.destination = destination.slice
        }
        if self.hasRequest {
            let texts = self.texts.readable
            record.path = UnsafeBufferPointer(rebasing: texts[self.path])
            record.query = UnsafeBufferPointer(rebasing: texts[self.query])
            record.userAgent = UnsafeBufferPointer(rebasing: texts[self.userAgent])
            record.opaqueID = UnsafeBufferPointer(rebasing: texts[self.opaqueID])
            record.forwardedFor = UnsafeBufferPointer(rebasing: texts[self.forwardedFor])
            record.indices = UnsafeBufferPointer(rebasing: texts[self.indices])
            record.documents = UnsafeBufferPointer(rebasing: texts[self.documentCounts])
            if let action = self.decidedAction {
                record.action = action.name
                if context.audit.namesRequests { record.requestName = action.requestName }
            }
            if let content = self.content { record.content = content.readable }
        }
        let subject = self.subject(context)
        record.subject = subject.slice
        record.policies = subject.policies
        // Not in a closure, which would be given a copy of the record.
        self.write(record, subject, context)
        withExtendedLifetime((subject, origin)) {}
        self.countMetrics(record, connection, context)
        if let id = self.keyID, context.usage.isEnabled { self.count(id, record, connection, context) }
        self.texts.giveBack()
        // Not kept by a connection that idles.
        self.keyFacts = nil
    }

    private func write(_ record: borrowing AuditRecord, _ subject: AuditMembers, _ context: LoopContext) {
        if self.authentication == .success {
            if context.audit.tells(.authenticationSuccess) { self.writeSuccess(record, subject, context) }
            if let acting = self.acting { self.writeRunAs(.runAsGranted, acting, record, context) }
        }
        // Who may not act for another has been authenticated all the same.
        if self.authentication == .runAsDenied, let name = self.deniedRunAs, !self.deniedRunAsRealm.isEmpty,
            context.audit.tells(.authenticationSuccess)
        {
            let by = self.runBy(context)
            let other = context.audit.user(name, realm: self.deniedRunAsRealm, runBy: by)
            self.writeSuccess(record, other, context)
        }
        context.write(record)
    }

    /// - Parameter subject: whose request it was.
    private func writeSuccess(
        _ record: borrowing AuditRecord, _ subject: AuditMembers, _ context: LoopContext
    ) {
        let subject = context.audit.namesRequests ? subject.withoutRoles : subject
        defer { withExtendedLifetime(subject) {} }
        var success = copy record
        success.subject = subject.slice
        success.event = .authenticationSuccess
        success.succeeded = true
        success.reason = ""
        success.realm = self.keyEntry == nil ? self.userRealm : "_es_api_key"
        success.action = ""
        success.requestName = ""
        success.indices = AuditRecord.none
        success.documents = AuditRecord.none
        context.write(success)
    }

    /// Who acts in another's name has a line of his own, as in Elasticsearch.
    private func writeRunAs(
        _ event: AuditEvent, _ other: Principal, _ record: borrowing AuditRecord, _ context: LoopContext
    ) {
        guard context.audit.tells(event) else { return }
        let subject = context.audit.runAs(
            username: other.runBy?.username ?? "", realm: other.runBy?.realm ?? "",
            roles: self.principal?.roles,
            as: other.username, otherRealm: other.realm)
        var line = copy record
        line.event = event
        line.subject = subject.slice
        withExtendedLifetime(subject) { context.write(line) }
    }

    /// What the trail calls a refusal.
    func event(of refusal: Refusal) -> AuditEvent {
        if refusal.isAuthentication {
            return self.authentication == .missing ? .anonymousAccessDenied : .authenticationFailed
        }
        if self.authentication == .runAsDenied { return .runAsDenied }
        return (400..<500).contains(refusal.error.status) ? .accessDenied : self.event
    }

    /// Who it was, as far as that is known.
    func subject(_ context: LoopContext) -> AuditMembers {
        if let acting = self.acting {
            return context.audit.user(
                acting.username, realm: acting.realm, roles: acting.roles,
                runBy: acting.runBy.map { ($0.username, $0.realm) })
        }
        if let name = self.deniedRunAs {
            let by = self.runBy(context)
            return context.audit.runAs(
                username: by.username, realm: by.realm,
                roles: self.principal?.roles, as: name, otherRealm: self.deniedRunAsRealm)
        }
        if let facts = self.keyFacts { return facts.members }
        if let id = self.keyID {
            return id.withBytes { context.audit.key(id: $0, name: AuditRecord.none, username: "", realm: "") }
        }
        return context.audit.user(self.userName, realm: self.userRealm, roles: self.principal?.roles)
    }

    /// Who wants to act in another's name.
    private func runBy(_ context: LoopContext) -> (username: String, realm: String) {
        let owner = self.keyEntry.flatMap { context.shared.registry.table.owner(of: $0) }
        return (owner?.username ?? self.userName, owner?.realm ?? self.userRealm)
    }

    private func countMetrics(
        _ record: borrowing AuditRecord, _ connection: DownstreamConnection, _ context: LoopContext
    ) {
        context.metrics.count(
            LoopCounters.Exchange(
                listener: connection.listener.index, version: connection.speaksHTTP2 ? .http2 : .http1,
                status: self.status, upstream: self.upstreamIndex >= 0 ? self.upstreamIndex : nil,
                duration: record.duration, bytesIn: self.requestBytes, bytesOut: self.responseBytes,
                documents: (200..<300).contains(self.status) ? self.documents : 0,
                authentication: self.authentication,
                isGranted: self.authentication == .success ? !(self.isRefused && self.status == 403) : nil))
    }

    private func count(
        _ id: APIKeyID, _ record: borrowing AuditRecord, _ connection: DownstreamConnection,
        _ context: LoopContext
    ) {
        guard self.keyFacts != nil || self.isKeyOutdated else { return }
        let (high, low) =
            self.client.map { ($0.high.bigEndian, $0.low.bigEndian) } ?? connection.remote.mapped
        let sample = UsageSample(
            at: self.timestamp, duration: record.duration, bytesIn: self.requestBytes,
            bytesOut: self.responseBytes,
            documents: (200..<300).contains(self.status) ? self.documents : 0,
            refusal: self.isRefused ? UsageRefusal(status: self.status) : nil,
            address: UsageAddress(high: high, low: low), agent: record.userAgent,
            operation: self.decidedAction.map(UsageOperation.init) ?? .none)
        if let facts = self.keyFacts {
            context.usage.count(facts, sample)
        } else {
            context.usage.countRefused(id, sample)
        }
    }
}
