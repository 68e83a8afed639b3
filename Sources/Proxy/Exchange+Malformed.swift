internal import Audit

extension Exchange {
    /// A request that could not be understood: no exchange, but a record.
    func recordRefusal(connection: DownstreamConnection, status: Int, reason: StaticString) {
        guard !self.isActive else { return }
        self.number &+= 1
        self.connection = connection
        self.record.beginMalformed(context: self.context)
        self.record.status = status
        self.record.reason = reason
        self.record.event = .tamperedRequest
        self.state = .forwarding
        self.fail()
    }
}
