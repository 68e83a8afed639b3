public import Client
public import TLS

/// Where an audit trail is delivered to, and how.
public struct IndexDelivery: Sendable {
    /// Nodes of one cluster; another one is asked when one cannot be reached.
    public var nodes: [ServerURL]
    /// What is trusted and shown; nil: without TLS.
    public var context: TLSContext?
    public var credential: Credential?
    public var name: IndexName
    public var isDataStream = false
    /// Bytes of lines in one request, about.
    public var batchBytes = 1 << 20
    /// Seconds that lines wait for others.
    public var interval = 1.0
    /// Seconds that a cluster may take to answer.
    public var timeoutSeconds = 60
    /// Whether a template is made when there is none.
    public var makesTemplate = true

    public init(nodes: [ServerURL], name: IndexName) {
        self.nodes = nodes
        self.name = name
    }

    func client(_ node: Int) -> Client {
        var settings = Client.Settings(url: self.nodes[node % self.nodes.count])
        settings.credential = self.credential
        settings.timeoutSeconds = self.timeoutSeconds
        // Configured hosts: whether clear text may be spoken to them was asked when they were read.
        settings.allowsClearText = true
        return Client(settings, context: self.context)
    }
}
