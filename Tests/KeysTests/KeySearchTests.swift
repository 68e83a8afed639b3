import Testing

@testable import Keys

/// Searches beside the plainest way to do the same: sorting records by their fields.
@Suite struct KeySearchTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ self.state >> 29
        }
    }

    private static func records(_ count: Int, _ dice: inout Dice) -> [KeyRecord] {
        let hash = SecretHasher().hash(.generate()).text
        return (0..<count).map { index in
            let user = Int.random(in: 0..<7, using: &dice)
            // Beside each other: keys made in the same millisecond.
            return KeyRecord(
                id: .generate(now: Int64(index)),
                name: Int.random(in: 0..<9, using: &dice) == 0
                    ? nil : ["Web-", "web-", "Über-"].randomElement(using: &dice)! + "\(index % 11)",
                creation: Int64(1000 + index / 3),
                expiration: Bool.random(using: &dice) ? Int64.random(in: 900..<3000, using: &dice) : nil,
                invalidation: index % 13 == 0 ? Int64(2000 + index % 5) : nil, hash: hash,
                owner: KeyOwner(username: "user-\(user)", realm: "realm-\(user % 2)", realmType: "native"))
        }
    }

    private static func values(_ record: KeyRecord, _ field: KeyField) -> KeyValue? {
        switch field {
        case .name: record.name.map { .text(Array($0.utf8)) }
        case .order: .text(Array(record.id.description.utf8))
        case .username: .text(Array(record.owner.username.utf8))
        case .realm: .text(Array(record.owner.realm.utf8))
        case .creation: .number(record.creation)
        case .expiration: record.expiration.map { .number($0) }
        case .invalidation: record.invalidation.map { .number($0) }
        case .invalidated: .number(record.invalidation == nil ? 0 : 1)
        default: nil
        }
    }

    private static func sorted(_ records: [KeyRecord], _ order: KeyOrder) -> [KeyRecord] {
        func value(_ record: KeyRecord, _ part: KeyOrder.Part) -> KeyValue? {
            self.values(record, part.field) ?? part.missing
        }
        let sorted = records.sorted { left, right in
            for part in order.parts {
                let comparison = order.compare(value(left, part), value(right, part), part)
                if comparison != 0 { return comparison < 0 }
            }
            if left.creation != right.creation { return left.creation < right.creation }
            return left.id.withBytes { left in right.id.withBytes { left.lexicographicallyPrecedes($0) } }
        }
        guard let after = order.after else { return sorted }
        return sorted.filter { record in
            for (part, bound) in zip(order.parts, after) {
                let comparison = order.compare(value(record, part), bound, part)
                if comparison != 0 { return comparison > 0 }
            }
            return false
        }
    }

    private static func order(_ dice: inout Dice, _ records: [KeyRecord]) -> KeyOrder {
        let fields: [KeyField] = [
            .name, .username, .realm, .creation, .expiration, .invalidation, .invalidated,
        ]
        let chosen = fields.shuffled(using: &dice).prefix(Int.random(in: 0...3, using: &dice))
        let parts = chosen.map { field in
            KeyOrder.Part(
                field, isDescending: .random(using: &dice), missingFirst: .random(using: &dice),
                missing: field == .expiration && Bool.random(using: &dice) ? .number(1500) : nil)
        }
        let last =
            Bool.random(using: &dice) ? [KeyOrder.Part(.order, isDescending: .random(using: &dice))] : []
        var order = KeyOrder(parts + last)
        if !order.parts.isEmpty, Bool.random(using: &dice), let record = records.randomElement(using: &dice) {
            order.after = order.parts.map { self.values(record, $0.field) ?? $0.missing }
            // A value that no key has.
            if order.parts[0].field == .username, Bool.random(using: &dice) {
                order.after?[0] = .text(Array("user-3x".utf8))
            }
        }
        return order
    }

    @Test(arguments: 0..<40) func pagesAreThoseOfASortedList(_ seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 77 + 1)
        let table = KeyTable()
        let records = Self.records(400, &dice)
        for record in records { table.insert(record) }
        for _ in 0..<12 {
            let order = Self.order(&dice, records)
            let (from, size) = (Int.random(in: 0..<20, using: &dice), Int.random(in: 0..<40, using: &dice))
            let wanted = Self.sorted(records, order).dropFirst(from).prefix(size).map(\.id)
            #expect(table.all.page(order, from: from, size: size).map(\.id) == Array(wanted), "\(order)")
        }
    }

    private static func condition(
        _ dice: inout Dice, _ depth: Int = 0
    ) -> (
        KeyCondition, (KeyRecord) -> Bool
    ) {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        switch Int.random(in: 0..<(depth < 3 ? 13 : 10), using: &dice) {
        case 0: return (.all, { _ in true })
        case 1: return (.none, { _ in false })
        case 2:
            let user = "user-\(Int.random(in: 0..<8, using: &dice))"
            return (.username(.oneOf([bytes(user)])), { $0.owner.username == user })
        case 3: return (.realm(.prefix(bytes("realm-1"))), { $0.owner.realm == "realm-1" })
        case 4:
            let bound = Int64.random(in: 900...2500, using: &dice)
            return (
                .time(.expiration, bound...2500), { ($0.expiration ?? -1) >= bound && $0.expiration! <= 2500 }
            )
        case 5: return (.invalidated(true), { $0.invalidation != nil })
        case 6:
            return (
                .name(.ignoringCase(.wildcard(Wildcard("*eb-1*")))),
                { $0.name?.lowercased().contains("eb-1") ?? false }
            )
        case 7:
            return (
                .name(.ignoringCase(.wildcard(Wildcard("*über*")))),
                { $0.name?.lowercased().contains("über") ?? false }
            )
        case 8:
            return (
                .name(.wildcard(Wildcard("Web-?"))),
                { ($0.name ?? "").hasPrefix("Web-") && $0.name?.count == 5 }
            )
        case 9: return (.name(.exists), { $0.name != nil })
        case 10:
            let (condition, test) = self.condition(&dice, depth + 1)
            return (.not(condition), { !test($0) })
        case 11:
            let parts = (0..<Int.random(in: 0..<4, using: &dice)).map { _ in self.condition(&dice, depth + 1)
            }
            return (.and(parts.map(\.0)), { record in parts.allSatisfy { $0.1(record) } })
        default:
            let parts = (0..<Int.random(in: 1..<4, using: &dice)).map { _ in self.condition(&dice, depth + 1)
            }
            let wanted = Int.random(in: 1...3, using: &dice)
            return (
                .or(parts.map(\.0), atLeast: wanted), { record in parts.count { $0.1(record) } >= wanted }
            )
        }
    }

    @Test(arguments: 0..<40) func conditionsHoldForThoseThatMeetThem(_ seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 31 + 7)
        let table = KeyTable()
        var records = Self.records(300, &dice)
        for record in records { table.insert(record) }
        // Places that hold no key any more are found by nothing.
        for _ in 0..<50 { table.remove(records.removeLast().id) }
        for _ in 0..<30 {
            let (condition, test) = Self.condition(&dice)
            let found = table.all.selecting(condition)
            #expect(Set(found.ids) == Set(records.filter(test).map(\.id)), "\(condition)")
            #expect(found.count == found.ids.count)
        }
    }

    /// What several threads find together is what one would have found.
    @Test func manyKeysAreSharedOut() {
        var dice = Dice(state: 4711)
        let table = KeyTable()
        let records = Self.records(ShardWork.fewKeys + 500, &dice)
        for record in records { table.insert(record) }
        for _ in 0..<2 {
            let order = Self.order(&dice, records)
            let wanted = Self.sorted(records, order).dropFirst(7).prefix(60).map(\.id)
            #expect(table.all.page(order, from: 7, size: 60).map(\.id) == Array(wanted), "\(order)")
            let (condition, test) = Self.condition(&dice)
            #expect(
                Set(table.all.selecting(condition).ids) == Set(records.filter(test).map(\.id)), "\(condition)"
            )
        }
    }

    @Test(arguments: [1, 2, 5, 63, 64]) func everyShardIsInOneGroup(_ shards: Int) {
        for keys in [0, ShardWork.fewKeys, ShardWork.fewKeys + 1, 1_000_000] {
            let groups = ShardWork.groups(shards, keys: keys)
            #expect(groups.joined().sorted() == Array(0..<shards))
            #expect(groups.count <= ShardWork.widthMax)
            #expect(ShardWork.each(shards, keys: keys) { $0 } == Array(0..<shards))
        }
        #expect(ShardWork.map([[0, 2], [1], [3]]) { $0 } == [[0, 2], [1], [3]])
    }

    @Test(arguments: [0, 1, 300, 5000]) func idsThatAreAskedFor(_ count: Int) {
        let all = (0..<6000).map { APIKeyID.generate(now: Int64($0)) }
        let wanted = Set(all.prefix(count)), filter = IDFilter(wanted)
        #expect(all.allSatisfy { filter.contains($0) == wanted.contains($0) })
        for text in ["a", "ab", String(repeating: "a", count: 23)] {
            guard let id = APIKeyID(text) else { continue }
            #expect(IDFilter([id]).contains(id) && !IDFilter(wanted).contains(id))
        }
    }

    @Test func textsWithLettersOfEitherCase() {
        func matches(_ pattern: String, _ text: String) -> Bool {
            TextTest.ignoringCase(.wildcard(Wildcard(pattern))).matches(text)
        }
        for text in ["log", "LOG", "xLoGx", "\u{e9}log", "\u{c9}LOG"] {
            #expect(matches("*log*", text), "\(text)")
        }
        for text in ["", "lo", "l og", "\u{e9}"] { #expect(!matches("*log*", text), "\(text)") }
        // A sign of kelvin in lower case is the letter k; a letter beyond ASCII has a case too.
        #expect(matches("*k*", "\u{212a}") && matches("*\u{e9}*", "\u{c9}") && !matches("*e*", "\u{c9}"))
    }

    /// Lists are gone through by the octets between two `*`, whatever the test.
    @Test(arguments: ["*log*", "*k*", "*\u{e9}*", "*9*", "*-7*", "**", "*", "l*"])
    func namesOfAListAreThoseThatMatch(_ pattern: String) {
        let names = ["log", "LOG-7", "x9", "\u{c9}t\u{e9}", "\u{212a}", "K", "", "other"]
        let table = KeyTable()
        let hash = SecretHasher().hash(Secret.generate()).text
        let owner = KeyOwner(username: "elastic", realm: "file1", realmType: "file")
        for (number, name) in names.enumerated() {
            let id = APIKeyID.generate(now: Int64(number))
            table.insert(KeyRecord(id: id, name: name, creation: 0, hash: hash, owner: owner))
        }
        let wildcard = TextTest.wildcard(Wildcard(pattern))
        for test in [wildcard, .ignoringCase(wildcard), .prefix(Array("l".utf8)), .exists] {
            let found = table.all.selecting(.name(test))
            var told: [String] = []
            found.forEach { told.append(String(decoding: found.name($0), as: UTF8.self)) }
            #expect(told.sorted() == names.filter { !$0.isEmpty && test.matches($0) }.sorted())
        }
    }

    @Test func wildcardsAroundAText() {
        func matches(_ pattern: String, _ text: String) -> Bool {
            TextTest.wildcard(Wildcard(pattern)).matches(text)
        }
        for text in ["a", "xa", "ax", "xax"] { #expect(matches("*a*", text)) }
        for text in ["", "x", "A"] { #expect(!matches("*a*", text)) }
        #expect(matches("**", "") && matches("*", ""))
        #expect(matches("*a\\*b*", "xa*bx") && !matches("*a\\*b*", "xaxbx"))
        #expect(matches("*a*b*", "xaxbx") && !matches("*a*b*", "xbxax"))
    }
}
