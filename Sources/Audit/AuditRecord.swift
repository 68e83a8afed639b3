internal import Bytes

/// One exchange as the audit log tells it. Holds no credential: there is no field for one.
///
/// The slices are valid for the time of the call that gets the record.
public struct AuditRecord {
    public typealias Slice = UnsafeBufferPointer<UInt8>
    public static var none: Slice { Slice(start: nil, count: 0) }

    /// Milliseconds since 1970 UTC when the request head was complete.
    public var timestamp: Int64 = 0
    public var event = AuditEvent.accessGranted
    public var succeeded = true
    /// Why not, in constant words; empty when there is nothing to say.
    public var reason: StaticString = ""
    /// Nanoseconds from the head's arrival to the end of the exchange.
    public var duration: Int64 = 0
    public var requestID: UInt64 = 0
    /// See ``AuditMembers``.
    public var connection = none
    /// See ``AuditMembers``: the key or the user.
    public var subject = none
    /// ``AuditMembers/policies`` of the subject.
    public var policies: UInt64 = 0
    /// See ``AuditMembers``.
    public var destination = none
    /// The realm that knew the credential, for a successful authentication.
    public var realm = ""
    public var method: StaticString = ""
    public var path = none
    public var query = none
    public var userAgent = none
    public var opaqueID = none
    public var forwardedFor = none
    /// The transport action that was decided on; empty: none.
    public var action = ""
    /// What Elasticsearch calls the action's request; empty: that is not known.
    public var requestName = ""
    /// See ``AuditIndices``: what it was decided on, after wildcards were resolved.
    public var indices = none
    /// `"name":count` with commas between them: documents of a bulk request that went on, by index.
    public var documents = none
    /// The beginning of the request's content, as it came; empty: it is not told.
    public var content = none
    public var requestBytes = 0
    public var status = 0
    public var responseBytes = 0

    public init() {}
}

/// A change of users, roles, privileges or keys, as the trail tells it.
public struct AuditChange: Sendable {
    /// `create_apikey`, `put_role` and the like: Elasticsearch's `event.action`.
    public var action: String
    /// `put`, `delete`, `change`, `create`, `invalidate`: the member that has the object.
    public var verb: String
    /// JSON.
    public var object: String
    /// JSON of what was there before; nil: nothing, or the same.
    public var before: String?

    public init(action: String, verb: String, object: String, before: String? = nil) {
        self.action = action
        self.verb = verb
        self.object = object
        self.before = before
    }
}
