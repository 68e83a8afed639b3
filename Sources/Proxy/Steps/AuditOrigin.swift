internal import Audit

/// Who asked for what is answered later, as the trail tells it: the exchange may be gone by then. Confined to its loop.
final class AuditOrigin {
    let requestID: UInt64
    let subject: AuditMembers
    private let members: AuditMembers

    init(_ exchange: Exchange, _ connection: DownstreamConnection) {
        self.requestID = exchange.record.requestID
        self.subject = exchange.record.subject(exchange.context)
        self.members = connection.auditMembers(client: exchange.record.client)
    }

    var connection: AuditRecord.Slice { self.members.slice }
}
