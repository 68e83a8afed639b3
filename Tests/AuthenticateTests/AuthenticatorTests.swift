import Bytes
import Dispatch
import Foundation
import Keys
import Synchronization
import TestSupport
import Testing

@testable import Authenticate

private func verdict(_ authenticator: KeyAuthenticator, _ text: String, now: Int64 = 100) -> KeyVerdict {
    Array(text.utf8).withUnsafeBufferPointer { authenticator.authenticate($0, now: now) }
}

private func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

@Suite struct AuthorizationFieldTests {
    @Test(arguments: [
        ("ApiKey abc", "key abc"), ("apikey abc", "key abc"), ("APIKEY abc", "key abc"),
        ("ApiKey  abc", "key  abc"), ("ApiKey", "none"),
        ("ApiKey ", "none"), ("", "none"), ("Basic abc", "basic abc"), ("basic abc", "basic abc"),
        ("Bearer abc", "unsupported"),
        ("ApiKeyabc", "unsupported"), ("abc", "unsupported"), ("ApiKey\tabc", "unsupported"),
    ])
    func schemes(_ text: String, _ expected: String) {
        let found = Array(text.utf8).withUnsafeBufferPointer { bytes in
            switch AuthorizationField(bytes) {
            case .none: "none"
            case .apiKey(let rest): "key " + String(decoding: rest, as: UTF8.self)
            case .basic(let rest): "basic " + String(decoding: rest, as: UTF8.self)
            case .unsupported: "unsupported"
            }
        }
        #expect(found == expected)
    }

    @Test func lengthIsBounded() {
        let value = Array("ApiKey ".utf8) + [UInt8](repeating: 0x41, count: 5000)
        value.withUnsafeBufferPointer {
            guard case .unsupported = AuthorizationField($0) else {
                Issue.record("taken")
                return
            }
        }
    }
}

@Suite struct KeyAuthenticatorTests {
    let table = KeyTable()
    let secret = Secret.generate()

    private func add(_ id: String, expiration: Int64? = nil, invalidation: Int64? = nil) throws {
        table.insert(
            KeyRecord(
                id: try #require(APIKeyID(id)), name: id, creation: 0, expiration: expiration,
                invalidation: invalidation,
                hash: SecretHasher().hash(secret).text,
                owner: KeyOwner(username: "u", realm: "r", realmType: "file")))
    }

    /// The least of many rounds, taken in turn: what else runs on the machine makes a round longer, never shorter.
    @Test func anUnknownKeyTakesAsLongAsAWrongSecret() throws {
        try add("known-key-0123456789")
        let authenticator = KeyAuthenticator(table: table)
        let guess = String(repeating: "x", count: 22)
        let texts = ["known-key-0123456789:\(guess)", "other-key-0123456789:\(guess)"].map {
            Array(encoded($0).utf8)
        }
        var least = [UInt64](repeating: .max, count: 2)
        for round in 0..<2_000 {
            let which = round % 2
            let before = DispatchTime.now().uptimeNanoseconds
            for _ in 0..<50 {
                texts[which].withUnsafeBufferPointer { _ = authenticator.authenticate($0, now: 100) }
            }
            least[which] = min(least[which], DispatchTime.now().uptimeNanoseconds - before)
        }
        let ratio = Double(least[0]) / Double(least[1])
        #expect(0.7...1.4 ~= ratio, "known: \(least[0]) ns, unknown: \(least[1]) ns")
    }

    @Test func everyOutcome() throws {
        try add("good")
        try add("old", expiration: 100)
        try add("young", expiration: 101)
        try add("gone", invalidation: 5)
        let authenticator = KeyAuthenticator(table: table)
        let right = String(decoding: secret.text, as: UTF8.self)
        func failure(_ text: String) -> KeyFailure? {
            if case .invalid(let failure, _) = verdict(authenticator, text) { failure } else { nil }
        }
        #expect(failure(encoded("good:\(right)")) == nil)
        #expect(failure(encoded("young:\(right)")) == nil)
        // Elasticsearch takes missing padding too.
        #expect(failure(encoded("good:\(right)").filter { $0 != "=" }) == nil)
        #expect(failure(encoded("old:\(right)")) == .expired)
        #expect(failure(encoded("gone:\(right)")) == .invalidated)
        #expect(failure(encoded("good:\(right)x")) == .wrongSecret)
        #expect(failure(encoded("good:")) == .wrongSecret)
        #expect(failure(encoded("old:wrong")) == .wrongSecret)
        #expect(failure(encoded("gone:wrong")) == .wrongSecret)
        #expect(failure(encoded("nobody:\(right)")) == .unknown)
        #expect(failure(encoded(String(repeating: "x", count: 40) + ":\(right)")) == .unknown)
        for text in [
            encoded(":\(right)"), encoded("good"), "!!!", encoded("good:\(right)") + " ",
            encoded("é:\(right)").replacing("+", with: "-") + "-",
        ] {
            #expect(failure(text) == .malformed, "\(text)")
        }
        #expect(failure(encoded(String(repeating: "x", count: 3000))) == .malformed)
    }

    @Test func expiryIsLookedAtEveryTime() throws {
        try add("k", expiration: 1000)
        let authenticator = KeyAuthenticator(table: table)
        let text = encoded("k:" + String(decoding: secret.text, as: UTF8.self))
        guard case .valid = verdict(authenticator, text, now: 999) else {
            Issue.record("refused")
            return
        }
        guard case .invalid(.expired, _) = verdict(authenticator, text, now: 1000) else {
            Issue.record("taken")
            return
        }
    }
}

@Suite struct PasswordHashTests {
    /// Made with htpasswd -nbB (`$2y$`) and python's hashlib.
    @Test func knownHashes() {
        let password = Array("changeme".utf8)
        let made = PasswordHash.bcrypt(password, cost: 4) ?? ""
        #expect(made.hasPrefix("$2a$04$"))
        for prefix in ["$2a$", "$2b$", "$2y$"] {
            #expect(PasswordHash.verify(prefix + made.dropFirst(4), password: password))
            #expect(!PasswordHash.verify(prefix + made.dropFirst(4), password: Array("changemf".utf8)))
        }
        #expect(
            PasswordHash.verify(
                "$2y$04$l2J3NhowgONa6kcFUXRbNuKM8dJLRm7st3yewtBDC7MjA.QzXD9wO",
                password: Array("test-password".utf8)) == true)
        #expect(
            PasswordHash.verify(
                "{PBKDF2}1000$c2FsdHNhbHRzYWx0c2FsdA==$mPSOESwXphyVCUORwuQOaQYNtXUuhfoAT6eWSnZwIPI=",
                password: password))
        #expect(
            PasswordHash.verify(
                "{PBKDF2_STRETCH}1000$c2FsdHNhbHRzYWx0c2FsdA==$ISDZAnKlkHb1v0kQ+yeD0c+FBBFDAxxeKsEfxCnH9CE=",
                password: password))
        #expect(
            !PasswordHash.verify(
                "{PBKDF2}1000$c2FsdHNhbHRzYWx0c2FsdA==$mPSOESwXphyVCUORwuQOaQYNtXUuhfoAT6eWSnZwIPI=",
                password: Array("x".utf8)))
    }

    @Test(arguments: [
        "", "$2a$", "$2a$10$short", "{PBKDF2}", "{PBKDF2}x$y$z", "{PBKDF2}99999999$QQ==$QQ==",
        "{PBKDF2}-1$QQ==$QQ==", "plain", "$1$x",
    ])
    func whatIsNoHashMatchesNothing(_ hash: String) {
        #expect(!PasswordHash.verify(hash, password: Array("plain".utf8)))
    }

    @Test func passwordsWithNULAreNotCut() {
        #expect(PasswordHash.bcrypt([0x61, 0, 0x62]) == nil)
        let hash = PasswordHash.bcrypt([0x61], cost: 4) ?? ""
        #expect(!PasswordHash.verify(hash, password: [0x61, 0, 0x62]))
    }
}

@Suite struct UsersFileTests {
    @Test func readsElasticsearchsFormat() {
        let file = UsersFile(
            users: "# comment\n\nal:h1\r\nbo:h2\nbad\n:x\né:y\n",
            usersRoles: "superuser:al,bo\nviewer: bo\nx\n")
        #expect(file.hashes == ["al": "h1", "bo": "h2"])
        #expect(file.roles == ["al": ["superuser"], "bo": ["superuser", "viewer"]])
        #expect(
            file.faults.map { "\($0.file):\($0.line)" } == ["users:5", "users:6", "users:7", "users_roles:3"])
        let again = UsersFile(users: file.usersText, usersRoles: file.usersRolesText)
        #expect(again.hashes == file.hashes && again.roles == file.roles && again.faults.isEmpty)
    }

    @Test func commandsEditTheFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = Mutex<[String]>([])
        func run(_ arguments: String..., password: String? = "secret-1") -> Int32 {
            UsersCommand(
                folder: folder, bcryptCost: 4, readPassword: { password },
                print: { line in output.withLock { $0.append(line) } },
                complain: { line in output.withLock { $0.append(line) } }
            ).run(arguments)
        }
        #expect(run("add", "al", "-r", "superuser,viewer") == 0)
        #expect(run("add", "al") == 1)
        #expect(run("add", "bo", password: "short") == 1)
        #expect(run("add", "bo", password: nil) == 1)
        #expect(run("add", " bo") == 1)
        #expect(run("add", "b:o") == 1)
        #expect(run("passwd", "nobody") == 1)
        #expect(run("nonsense") == 2)
        #expect(run("passwd", "al", password: "secret-2") == 0)
        output.withLock { $0 = [] }
        #expect(run("list", "--json") == 0)
        #expect(output.withLock { $0 } == ["[{\"username\":\"al\",\"roles\":[\"superuser\",\"viewer\"]}]"])
        let realm = FileRealm(usersPath: folder + "/users", usersRolesPath: folder + "/users_roles")
        #expect(realm.reloadIfChanged() == [])
        #expect(realm.reloadIfChanged() == nil)
        let user = try #require(realm.user("al"))
        #expect(user.principal.isSuperuser)
        #expect(PasswordHash.verify(user.hash, password: Array("secret-2".utf8)))
        #expect(run("roles", "al", "viewer") == 0)
        #expect(realm.reloadIfChanged() == [])
        #expect(realm.user("al")?.principal.isSuperuser == false)
        #expect(run("delete", "al") == 0)
        #expect(realm.reloadIfChanged() == [])
        #expect(realm.user("al") == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/users")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}

@Suite struct PasswordAuthenticatorTests {
    private func realm(_ body: (FileRealm) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let hash = PasswordHash.bcrypt(Array("right-one".utf8), cost: 4) ?? ""
        try "al:\(hash)\n".write(toFile: folder + "/users", atomically: true, encoding: .utf8)
        try "superuser:al\n".write(toFile: folder + "/users_roles", atomically: true, encoding: .utf8)
        let realm = FileRealm(usersPath: folder + "/users", usersRolesPath: folder + "/users_roles")
        _ = realm.reloadIfChanged()
        try await body(realm)
    }

    private func ask(
        _ authenticator: PasswordAuthenticator, _ text: String, now: Int64 = 0
    ) async -> (PasswordVerdict, immediate: Bool) {
        await withCheckedContinuation { done in
            let digits = Array(encoded(text).utf8)
            let verdict = digits.withUnsafeBufferPointer {
                authenticator.authenticate($0, now: now, hasher: SecretHasher()) {
                    done.resume(returning: ($0, false))
                }
            }
            if let verdict { done.resume(returning: (verdict, true)) }
        }
    }

    @Test func rightWrongAndRemembered() async throws {
        try await self.realm { realm in
            let authenticator = PasswordAuthenticator(
                realms: Realms(file: realm, native: NativeRealm(store: MemoryStore())), ttl: 1000,
                parallel: 2, bcryptCost: 4)
            var (verdict, immediate) = await self.ask(authenticator, "al:right-one")
            guard case .valid(let principal) = verdict else {
                Issue.record("refused")
                return
            }
            #expect(principal.username == "al" && principal.isSuperuser && !immediate)
            (verdict, immediate) = await self.ask(authenticator, "al:right-one", now: 999)
            #expect(immediate)
            (_, immediate) = await self.ask(authenticator, "al:right-one", now: 1000)
            #expect(!immediate)
            (verdict, _) = await self.ask(authenticator, "al:wrong")
            guard case .invalid(username: "al") = verdict else {
                Issue.record("taken")
                return
            }
            // A wrong guess does not push out what the right password has earned.
            (_, immediate) = await self.ask(authenticator, "al:right-one", now: 1500)
            #expect(immediate)
            let computed = authenticator.computedCount
            (verdict, _) = await self.ask(authenticator, "nobody:right-one")
            guard case .invalid(username: "nobody") = verdict else {
                Issue.record("taken")
                return
            }
            // Unknown names cost the same.
            #expect(authenticator.computedCount == computed + 1)
            (verdict, _) = await self.ask(authenticator, "nocolon")
            guard case .malformed = verdict else {
                Issue.record("taken")
                return
            }
        }
    }

    @Test func manyAtOnceAreOneVerification() async throws {
        try await self.realm { realm in
            let authenticator = PasswordAuthenticator(
                realms: Realms(file: realm, native: NativeRealm(store: MemoryStore())), ttl: 0, parallel: 1,
                bcryptCost: 4)
            let count = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        if case .valid = await self.ask(authenticator, "al:right-one").0 {
                            true
                        } else {
                            false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(count == 50)
            #expect(authenticator.computedCount < 50)
        }
    }
}
