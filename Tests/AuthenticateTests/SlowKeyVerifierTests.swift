import Dispatch
import Foundation
import Keys
import Synchronization
import TestSupport
import Testing

@testable import Authenticate

@Suite struct SlowKeyVerifierTests {
    /// Made with Python's hashlib: PBKDF2-HMAC-SHA512 of `the-secret`, 1000 rounds, 32 octets; the second of the
    /// SHA-512 of it in hexadecimal digits.
    private static let hashes = [
        PBKDF2.plain, PBKDF2.stretched, PasswordHash.bcrypt(Array("the-secret".utf8), cost: 4) ?? "",
    ]
    private let store = MemoryStore()
    private let registry: KeyRegistry
    private let verifier: SlowKeyVerifier
    private let authenticator: KeyAuthenticator
    private let hasher = SecretHasher()

    init() {
        self.registry = KeyRegistry(store: self.store)
        self.verifier = SlowKeyVerifier(registry: self.registry, parallel: 2)
        self.authenticator = KeyAuthenticator(table: self.registry.table)
    }

    private func add(_ id: String, _ hash: String, previous: KeyRecord.Previous? = nil) throws {
        var record = KeyRecord(
            id: try #require(APIKeyID(id)), name: "k", creation: 0, hash: hash,
            owner: KeyOwner(username: "u", realm: "r", realmType: "file"))
        record.previous = previous
        let done = DispatchSemaphore(value: 0)
        registry.create([record]) { error in
            #expect(error == nil)
            done.signal()
        }
        done.wait()
    }

    private func show(_ id: String, _ secret: String) -> KeyVerdict {
        Array(Data("\(id):\(secret)".utf8).base64EncodedString().utf8).withUnsafeBufferPointer {
            authenticator.authenticate($0, now: 5)
        }
    }

    /// A key that becomes quick while its secret is looked at is never taken for one with another secret.
    @Test func aRightSecretIsRightWhileItsHashChanges() throws {
        let table = registry.table
        let id = try #require(APIKeyID("changing"))
        let slow = KeyRecord(
            id: id, name: "k", creation: 0, hash: PBKDF2.plain,
            owner: KeyOwner(username: "u", realm: "r", realmType: "file"))
        let secret = Array("the-secret".utf8)
        let quick = secret.withUnsafeBufferPointer {
            SecretHash(salt: 7, digest: SecretHasher().digest($0, salt: 7)).text
        }
        table.insert(slow)
        let stop = Atomic<Bool>(false)
        let isDone = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            var record = slow
            while !stop.load(ordering: .relaxed) {
                record.hash = record.hash == quick ? PBKDF2.plain : quick
                table.insert(record)
            }
            isDone.signal()
        }
        defer {
            stop.store(true, ordering: .relaxed)
            isDone.wait()
        }
        for _ in 0..<50_000 {
            if case .invalid(let failure, _) = show("changing", "the-secret") {
                Issue.record("\(failure)")
                break
            }
        }
    }

    private func question(_ id: String, _ secret: String) throws -> SlowQuestion {
        guard case .slow(let question) = show(id, secret) else { throw StoreError.failed("not slow") }
        return question
    }

    private func verify(_ question: SlowQuestion) {
        let done = DispatchSemaphore(value: 0)
        #expect(verifier.verify(question, hasher: hasher) { done.signal() })
        done.wait()
    }

    /// B120, B34, B35
    @Test(arguments: 0..<3)
    func theRightSecretMakesTheHashQuick(_ form: Int) throws {
        let hash = Self.hashes[form]
        try add("k", hash)
        let (right, wrong) = (try question("k", "the-secret"), try question("k", "other"))
        #expect(verifier.knowledge(right, hasher: hasher) == .unknown)
        verify(wrong)
        #expect(verifier.knowledge(wrong, hasher: hasher) == .wrong)
        #expect(verifier.knowledge(right, hasher: hasher) == .unknown)
        #expect(store.records.first?.hash == hash)
        verify(right)
        guard case .valid = show("k", "the-secret") else {
            Issue.record("the hash is slow yet")
            return
        }
        guard case .invalid(.wrongSecret, _) = show("k", "other") else {
            Issue.record("taken")
            return
        }
        #expect(store.records.first?.hash.hasPrefix("{SSHA256}") == true)
        #expect(verifier.computedCount == 2)
    }

    /// B32, B33
    @Test func theSameSecretIsHashedOnceAtATime() throws {
        try add("k", Self.hashes[0])
        let wrong = try question("k", "wrong")
        let group = DispatchGroup()
        for _ in 0..<50 {
            group.enter()
            #expect(verifier.verify(wrong, hasher: hasher) { group.leave() })
        }
        group.wait()
        #expect(verifier.computedCount <= 2)
        #expect(verifier.knowledge(wrong, hasher: hasher) == .wrong)
    }

    /// Where the quick hash cannot be stored, what is known serves, for the right secret and a wrong one.
    @Test func aFailingStoreDoesNotMatter() throws {
        try add("k", Self.hashes[0])
        store.failure = .failed("disk")
        let (right, wrong) = (try question("k", "the-secret"), try question("k", "other"))
        verify(right)
        verify(wrong)
        #expect(verifier.knowledge(right, hasher: hasher) == .right)
        #expect(verifier.knowledge(wrong, hasher: hasher) == .wrong)
        #expect(try question("k", "the-secret").hash == Self.hashes[0])
    }

    @Test func aFormerSecretMayBeSlowToo() throws {
        let secret = Secret.generate()
        try add(
            "k", hasher.hash(secret).text, previous: KeyRecord.Previous(hash: Self.hashes[0], until: 6))
        guard case .valid = show("k", String(decoding: secret.text, as: UTF8.self)) else {
            Issue.record("the new secret is refused")
            return
        }
        let former = try question("k", "the-secret")
        #expect(former.isFormer)
        verify(former)
        guard case .former = show("k", "the-secret") else {
            Issue.record("the former secret is refused")
            return
        }
        #expect(store.records.first?.previous?.hash.hasPrefix("{SSHA256}") == true)
        #expect(registry.table.formerEnded(at: 6).count == 1)
    }

    /// B38
    @Test func whatWaitsIsBounded() throws {
        try add("k", "{PBKDF2}10000$" + PBKDF2.plain.split(separator: "$").dropFirst().joined(separator: "$"))
        let group = DispatchGroup()
        var taken = 0
        for number in 0..<SlowKeyVerifier.pendingMax + 20 {
            group.enter()
            if verifier.verify(try question("k", "w\(number)"), hasher: hasher, completion: { group.leave() })
            {
                taken += 1
            } else {
                group.leave()
            }
        }
        #expect(taken >= SlowKeyVerifier.pendingMax && taken < SlowKeyVerifier.pendingMax + 20)
        group.wait()
    }
}

enum PBKDF2 {
    static let plain =
        "{PBKDF2}1000$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=$NSbvm9+cWmEeFnyfNE3aPWxzGyouiX5zP2DwitF0b3E="
    static let stretched =
        "{PBKDF2_STRETCH}1000$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=$orgC4/s1sUx/hDkIaQEWoO8TgzbYGK2OhlJJlZleO3I="
}
