internal import Bytes
internal import JSON
internal import Keys

/// Keys as they are told: never with a secret or a hash, but for the one time at their birth.
enum KeyView {
    /// The members of a page of keys: `total`, `count` and `api_keys`, each element written by `write`.
    static func writePage<Item>(
        total: Int, _ shown: [Item], _ writer: inout JSONWriter, _ write: (Item, inout JSONWriter) -> Void
    ) {
        writer.name("total")
        writer.integer(total)
        writer.name("count")
        writer.integer(shown.count)
        writer.name("api_keys")
        writer.beginArray()
        for item in shown { write(item, &writer) }
        writer.endArray()
    }

    /// Name and type of the realm of those who sign in with a key.
    static let keyRealm = KeyOwner.keyRealm

    /// A key that was made just now, with its secret.
    static func writeNew(_ record: KeyRecord, _ secret: Secret, _ writer: inout JSONWriter) {
        writer.name("id")
        writer.string(record.id.description)
        writer.name("name")
        writer.string(record.name)
        if let expiration = record.expiration {
            writer.name("expiration")
            writer.integer(Int(expiration))
        }
        writer.name("api_key")
        writer.string(String(decoding: secret.text, as: UTF8.self))
        writer.name("encoded")
        let pair = Array("\(record.id):".utf8) + secret.text
        writer.string(String(decoding: Base64.encode(pair), as: UTF8.self))
    }

    /// The members of a key's object.
    static func write(_ record: KeyRecord, withLimitedBy: Bool, _ writer: inout JSONWriter) {
        writer.name("id")
        writer.string(record.id.description)
        writer.name("name")
        writer.string(record.name)
        writer.name("type")
        writer.string("rest")
        writer.name("creation")
        writer.integer(Int(record.creation))
        if let expiration = record.expiration {
            writer.name("expiration")
            writer.integer(Int(expiration))
        }
        writer.name("invalidated")
        writer.bool(record.invalidation != nil)
        if let invalidation = record.invalidation {
            writer.name("invalidation")
            writer.integer(Int(invalidation))
        }
        writer.name("username")
        writer.string(record.owner.username)
        writer.name("realm")
        writer.string(record.owner.realm)
        writer.name("realm_type")
        writer.string(record.owner.realmType)
        writer.name("metadata")
        writer.stored(record.metadata)
        writer.name("role_descriptors")
        writer.stored(record.roleDescriptors)
        if withLimitedBy {
            writer.name("limited_by")
            writer.beginArray()
            writer.stored(record.limitedBy)
            writer.endArray()
        }
    }
}

extension JSONWriter {
    /// An object that was stored as text.
    mutating func stored(_ text: String) {
        if let value = try? JSONParser.parse(Array(text.utf8)) {
            self.value(value)
        } else {
            self.beginObject()
            self.endObject()
        }
    }

    mutating func strings(_ name: String, _ values: some Sequence<String>) {
        self.name(name)
        self.beginArray()
        for value in values { self.string(value) }
        self.endArray()
    }
}
