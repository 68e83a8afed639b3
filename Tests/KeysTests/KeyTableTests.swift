import Bytes
import Dispatch
import Synchronization
import Testing

@testable import Keys

func makeRecord(
    _ id: APIKeyID, name: String = "k", secret: Secret = .generate(), hasher: SecretHasher = SecretHasher(),
    expiration: Int64? = nil
) -> KeyRecord {
    KeyRecord(
        id: id, name: name, creation: 1, expiration: expiration, hash: hasher.hash(secret).text,
        owner: KeyOwner(username: "u", realm: "r", realmType: "file"))
}

@Suite struct KeyTableTests {
    @Test func findsWhatWasInsertedAndNothingElse() throws {
        let table = KeyTable()
        let hasher = SecretHasher()
        let ids = (0..<5000).map { APIKeyID.generate(now: Int64($0)) }
        for (index, id) in ids.enumerated() {
            table.insert(makeRecord(id, name: "name-\(index)", hasher: hasher))
        }
        #expect(table.count == 5000)
        for (index, id) in ids.enumerated() {
            let entry = try #require(table.lookup(id))
            #expect(entry.id == id)
            let name = ByteBuffer(capacity: 64)
            table.appendName(of: entry, to: name)
            #expect(String(decoding: name.array, as: UTF8.self) == "name-\(index)")
            #expect(table.owner(of: entry)?.username == "u")
            #expect(!entry.hasRoleDescriptors)
        }
        for number in 0..<1000 { #expect(table.lookup(.generate(now: Int64(number))) == nil) }
    }

    @Test func invalidationIsInForceWhenTheCallReturns() throws {
        let table = KeyTable()
        let id = APIKeyID.generate(now: 0)
        table.insert(makeRecord(id))
        let before = try #require(table.lookup(id))
        #expect(!before.isInvalidated)
        #expect(table.invalidate(id, at: 7))
        #expect(!table.invalidate(id, at: 7))
        let after = try #require(table.lookup(id))
        #expect(after.isInvalidated)
        #expect(after.generation != before.generation)
        #expect(!table.invalidate(.generate(now: 1), at: 7))
    }

    @Test func removedKeysAreGoneAndTheirPlaceIsUsedAgain() {
        let table = KeyTable()
        let hasher = SecretHasher()
        var ids = (0..<2000).map { APIKeyID.generate(now: Int64($0)) }
        for id in ids { table.insert(makeRecord(id, hasher: hasher)) }
        let bytes = table.memoryBytes
        for round in 0..<10 {
            for index in stride(from: round, to: ids.count, by: 10) {
                #expect(table.remove(ids[index]))
                #expect(!table.remove(ids[index]))
                #expect(table.lookup(ids[index]) == nil)
                ids[index] = .generate(now: Int64(100_000 + index))
                table.insert(makeRecord(ids[index], name: "", hasher: hasher))
            }
        }
        #expect(table.count == 2000)
        for id in ids { #expect(table.lookup(id) != nil) }
        #expect(table.memoryBytes <= bytes * 3 / 2)
    }

    @Test func aSecondInsertReplaces() throws {
        let table = KeyTable()
        let id = APIKeyID.generate(now: 0)
        table.insert(makeRecord(id))
        var record = makeRecord(id, expiration: 77)
        record.roleDescriptors = "{\"r\":{}}"
        table.insert(record)
        #expect(table.count == 1)
        let entry = try #require(table.lookup(id))
        #expect(entry.expiration == 77)
        #expect(table.roleDescriptors(of: entry) == "{\"r\":{}}")
    }

    @Test func hashesThatCannotBeCheckedAreNotTaken() {
        let table = KeyTable()
        var record = makeRecord(.generate(now: 0))
        record.hash = "{NOOP}abc"
        #expect(!table.insert(record))
        #expect(table.count == 0)
    }

    @Test func readersAndWritersAtTheSameTime() {
        let table = KeyTable()
        let hasher = SecretHasher()
        let ids = (0..<2000).map { APIKeyID.generate(now: Int64($0)) }
        for id in ids { table.insert(makeRecord(id, hasher: hasher)) }
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            if worker == 0 {
                let hasher = SecretHasher()
                for number in 0..<5000 {
                    table.insert(makeRecord(.generate(now: Int64(number + 10_000)), hasher: hasher))
                }
                for id in ids { table.invalidate(id, at: 7) }
            } else {
                for _ in 0..<20 {
                    for id in ids where table.lookup(id)?.id != id { wrong.add(1, ordering: .relaxed) }
                }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
        #expect(ids.allSatisfy { table.lookup($0)?.isInvalidated == true })
    }

    @Test func aHundredThousandKeysAreSmall() {
        let table = KeyTable()
        var record = makeRecord(.generate(now: 0))
        for number in 0..<100_000 {
            record.id = .generate(now: Int64(number))
            record.name = "key-number-\(number)"
            table.insert(record)
        }
        #expect(table.count == 100_000)
        #expect(table.memoryBytes / 100_000 <= 250, "\(table.memoryBytes / 100_000)")
    }
}

@Suite struct SecretTests {
    @Test func idsAreTwentyDigitsAndNeverTheSame() {
        let ids = (0..<10_000).map { _ in APIKeyID.generate(now: 1_700_000_000_000) }
        #expect(Set(ids).count == 10_000)
        let digits = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for id in ids.prefix(100) {
            #expect(id.description.count == 20 && id.description.allSatisfy { digits.contains($0) })
        }
    }

    @Test func idsRoundTrip() {
        for text in ["a", "VuaCfGcBCdbkQm-e5aOx", String(repeating: "x", count: 23)] {
            #expect(APIKeyID(text)?.description == text)
        }
        #expect(APIKeyID("") == nil)
        #expect(APIKeyID(String(repeating: "x", count: 24)) == nil)
        #expect(APIKeyID("a") != APIKeyID("a\0"))
    }

    @Test func secretsAreTwentyTwoDigitsAndHidden() {
        let secret = Secret.generate()
        #expect(secret.text.count == 22)
        #expect("\(secret)" == "***")
    }

    @Test func hashesRoundTripAndMatchOnlyTheirSecret() throws {
        let hasher = SecretHasher()
        let secret = Secret.generate()
        let hash = hasher.hash(secret)
        let again = try #require(SecretHash(text: hash.text))
        #expect(again == hash)
        #expect(secret.text.withUnsafeBufferPointer { again.matches(hasher.digest($0, salt: again.salt)) })
        let other = Secret.generate()
        #expect(!other.text.withUnsafeBufferPointer { again.matches(hasher.digest($0, salt: again.salt)) })
        #expect(hasher.hash(secret) != hash)
    }

    /// Made with: printf 'secretABCDEFGH' | sha256sum, the salt being ABCDEFGH.
    @Test func readsElasticsearchsForm() throws {
        let text = "{SSHA256}QUJDREVGR0g=" + "wcoWg83KkZg9gr1mO7z9aaLxTfy3RcraWRLucs9Rkx4="
        let hash = try #require(SecretHash(text: text))
        let secret = Array("secret".utf8)
        #expect(secret.withUnsafeBufferPointer { hash.matches(SecretHasher().digest($0, salt: hash.salt)) })
        #expect(SecretHash(text: "{SSHA256}QUJDREVGR0g=") == nil)
        #expect(SecretHash(text: "QUJDREVGR0g=") == nil)
        #expect(SecretHash(text: text + "=") == nil)
    }
}
