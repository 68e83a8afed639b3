import Bytes
import JSON
import Synchronization
import Testing

@testable import Limit

@Suite struct LimitSetTests {
    private static let second: Int64 = 1_000_000_000

    private func set(_ json: String, _ state: LimitState = LimitState()) throws -> LimitSet {
        LimitSet([LimitBudget(policy: try KeyLimits(text: json).policy, state: state)])
    }

    /// Several loops, each with its own idea of the time, one budget: within 1 % or one request, over ten seconds and
    /// over ten minutes.
    @Test(arguments: [1.0, 10, 1_000, 50_000], [10, 600])
    func precisionOverSeveralLoops(_ perSecond: Double, _ seconds: Int) async throws {
        let set = try self.set("{\"requests\":{\"per_second\":\(perSecond)}}")
        // A long run at a high rate is cut short: it would only say the same for longer.
        let end = min(Int64(seconds) * Self.second, Int64(1e6 / perSecond * 1e9))
        let step = Int64(4e8 / perSecond)
        let clock = ManualClock()
        let passed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var passed = 0
                    while true {
                        // A loop looks at the clock once a round: what it works with is a little old.
                        let now = clock.advance(by: step)
                        guard now < end else { return passed }
                        let seen = now - Int64.random(in: 0...min(now, 5_000_000))
                        if case .passed = set.enter(hasContent: false, now: seen, wallNow: 0) {
                            passed += 1
                            set.leave()
                        }
                    }
                }
            }
            return await group.reduce(0, +)
        }
        let budget = perSecond * Double(end) / 1e9
        #expect(Double(passed) <= max(budget * 1.01, budget + 1))
        #expect(Double(passed) >= min(budget * 0.99, budget - 1))
    }

    private func standing(_ set: LimitSet, now: Int64, wallNow: Int64 = 0) -> String {
        let buffer = ByteBuffer(capacity: 64)
        set.appendStanding(now: now, wallNow: wallNow, to: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }

    @Test func whatIsLeftIsTold() throws {
        let set = try self.set(#"{"requests":{"per_second":10,"burst":20,"per_day":100}}"#)
        #expect(set.policyField == #""api_key";q=10;w=1"#)
        #expect(self.standing(set, now: Self.second) == #""api_key";r=20;t=0"#)
        for _ in 0..<12 { _ = set.enter(hasContent: false, now: Self.second, wallNow: 0) }
        #expect(self.standing(set, now: Self.second) == #""api_key";r=8;t=2"#)
        #expect(self.standing(set, now: 2 * Self.second) == #""api_key";r=18;t=1"#)

        let quota = try self.set(#"{"requests":{"per_day":3}}"#)
        _ = quota.enter(hasContent: false, now: 0, wallNow: 86_000_000)
        #expect(quota.policyField == #""api_key";q=3;w=86400"#)
        #expect(self.standing(quota, now: 0, wallNow: 86_000_000) == #""api_key";r=2;t=400"#)

        let slots = try self.set(#"{"in_flight":2}"#)
        _ = slots.enter(hasContent: false, now: 0, wallNow: 0)
        #expect(slots.policyField == #""api_key";q=2;qu="concurrent-requests""#)
        #expect(self.standing(slots, now: 0) == #""api_key";r=1"#)

        let documents = try self.set(#"{"documents":{"per_second":5}}"#)
        #expect(documents.policyField.isEmpty)
        #expect(self.standing(documents, now: 0).isEmpty)
    }

    @Test func aRequestThatWaitsHasItsTurn() throws {
        let set = try self.set(
            #"{"action":"slow","max_delay":"3s","requests":{"per_second":1,"burst":1}}"#)
        var delays: [Int64] = []
        var refused = 0
        for _ in 0..<6 {
            switch set.enter(hasContent: false, now: 0, wallNow: 0) {
            case .passed: delays.append(0)
            case .delayed(let nanoseconds): delays.append(nanoseconds)
            case .refused(let refusal):
                refused += 1
                #expect(refusal.retryAfter == 1)
                #expect(refusal.kind == .rate)
            }
        }
        #expect(delays == [0, 1, 2, 3].map { $0 * Self.second })
        #expect(refused == 2)
    }

    @Test func whatIsRefusedIsNotCounted() throws {
        let state = LimitState()
        let quota = try self.set(#"{"requests":{"per_day":2}}"#)
        let both = LimitSet(
            quota.budgets
                + (try self.set(#"{"in_flight":1,"requests":{"per_second":1,"burst":1}}"#, state)).budgets)
        guard case .passed = both.enter(hasContent: false, now: 0, wallNow: 0) else {
            Issue.record("the first request was refused")
            return
        }
        // In flight.
        for _ in 0..<5 {
            guard case .refused(let refusal) = both.enter(hasContent: false, now: 0, wallNow: 0) else {
                Issue.record("a second request passed")
                return
            }
            #expect(refusal.kind == .inFlight)
        }
        both.leave()
        #expect(state.inFlight == 0)
        // The rate.
        guard case .refused(let refusal) = both.enter(hasContent: false, now: 0, wallNow: 0) else {
            Issue.record("a second request passed")
            return
        }
        #expect(refusal.kind == .rate)
        #expect(state.inFlight == 0)
        #expect(quota.budgets[0].state.used(.requests, .day, now: 0) == 1)
        guard case .passed = both.enter(hasContent: false, now: Self.second, wallNow: 0) else {
            Issue.record("the second of the day was refused")
            return
        }
        both.leave()
        guard case .refused(let last) = both.enter(hasContent: false, now: 2 * Self.second, wallNow: 0) else {
            Issue.record("a third of the day passed")
            return
        }
        #expect(last.kind == .day)
        #expect(last.retryAfter == 86_400)
        // Tomorrow.
        guard case .passed = both.enter(hasContent: false, now: 2 * Self.second, wallNow: 86_400_000) else {
            Issue.record("the first of the next day was refused")
            return
        }
    }

    @Test func bytesAreOwed() throws {
        let refusing = try self.set(#"{"bytes_in":{"per_second":"1kb","burst":1024}}"#)
        #expect(refusing.charge(.received, 4096, now: 0, wallNow: 0).refusal == nil)
        guard case .refused(let refusal) = refusing.enter(hasContent: true, now: 0, wallNow: 0) else {
            Issue.record("nothing was owed")
            return
        }
        #expect(refusal.unit == .received)
        #expect(refusal.retryAfter == 4)
        // A request without content takes nothing of it.
        guard case .passed = refusing.enter(hasContent: false, now: 0, wallNow: 0) else {
            Issue.record("a request without content was refused")
            return
        }
        guard case .passed = refusing.enter(hasContent: true, now: 4 * Self.second, wallNow: 0) else {
            Issue.record("what was owed has been paid")
            return
        }
        // More than a minute's worth.
        #expect(refusing.charge(.received, 64 * 1024, now: 4 * Self.second, wallNow: 0).refusal != nil)
        let slow = try self.set(#"{"action":"slow","bytes_out":{"per_second":1024,"burst":1024}}"#)
        #expect(slow.charge(.sent, 3072, now: 0, wallNow: 0).hold == 2 * Self.second)
    }

    @Test func itemsOfABulkRequest() throws {
        let refusing = try self.set(#"{"documents":{"per_second":10,"burst":3}}"#)
        let slow = try self.set(#"{"action":"slow","documents":{"per_second":10,"burst":5}}"#)
        let both = LimitSet(slow.budgets + refusing.budgets)
        for _ in 0..<3 {
            guard case .passed = both.takeItem(now: 0, wallNow: 0) else {
                Issue.record("an item within the burst was refused")
                return
            }
        }
        guard case .refused = both.takeItem(now: 0, wallNow: 0) else {
            Issue.record("an item beyond the burst passed")
            return
        }
        // It took nothing of the other budget.
        for _ in 0..<2 {
            guard case .passed = slow.takeItem(now: 0, wallNow: 0) else {
                Issue.record("what was refused was counted")
                return
            }
        }
        guard case .paused(let nanoseconds) = slow.takeItem(now: 0, wallNow: 0) else {
            Issue.record("an item beyond the burst passed")
            return
        }
        #expect(nanoseconds == Self.second / 10)
        both.refundDocuments(3, wallNow: 0)
        guard case .passed = both.takeItem(now: 0, wallNow: 0) else {
            Issue.record("what was given back cannot be taken")
            return
        }
    }

    @Test func fieldsOfARefusal() {
        var refusal = LimitRefusal(
            policy: "shippers", unit: .requests, kind: .rate, limit: 100, wait: 1_500_000_000)
        #expect(refusal.policyField == "\"shippers\";q=100;w=1")
        #expect(refusal.field == "\"shippers\";r=0;t=2")
        refusal.limit = 0.1
        #expect(refusal.policyField == "\"shippers\";q=1;w=10")
        refusal.unit = .received
        refusal.kind = .day
        refusal.limit = 1_000_000
        #expect(refusal.policyField == "\"shippers\";q=1000000;qu=\"content-bytes\";w=86400")
        refusal.kind = .inFlight
        refusal.limit = 8
        #expect(refusal.policyField == "\"shippers\";q=8;qu=\"concurrent-requests\"")
    }
}

/// A clock that its users move.
private final class ManualClock: Sendable {
    private let now = Atomic<Int64>(0)
    func advance(by step: Int64) -> Int64 { self.now.add(step, ordering: .relaxed).newValue }
}

@Suite struct LimitTableTests {
    @Test func whatIsOwedIsNotForgotten() throws {
        let rate = try #require(Rate(perSecond: 1))
        let table = LimitTable<Int>(max: 64)
        var owing: [Int: LimitState] = [:]
        for id in 0..<1_000 {
            guard let state = table.state(of: id, now: 0, wallNow: 0) else { continue }
            _ = state.requests.take(1, rate, now: 0)
            owing[id] = state
        }
        #expect(owing.count <= 64)
        #expect(table.count == owing.count)
        let ids = Array(owing.keys)
        owing = [:]
        // Nothing makes room while it owes something.
        for id in 1_000..<2_000 { #expect(table.state(of: id, now: 0, wallNow: 0) == nil || ids.count < 64) }
        for id in ids {
            #expect(table.state(of: id, now: 0, wallNow: 0)?.isIdle(now: 0, wallNow: 0) == false)
        }
        // When all is paid it does.
        let later: Int64 = 10_000_000_000
        let found = (2_000..<3_000).filter { table.state(of: $0, now: later, wallNow: 0) != nil }
        #expect(found.count == 1_000)
        #expect(table.count <= 64)
    }

    @Test func whatIsHeldElsewhereStays() {
        let table = LimitTable<Int>(max: 1)
        let held = (0..<500).compactMap { table.state(of: $0, now: 0, wallNow: 0) }
        #expect(held.count == table.count)
        for id in 500..<1_000 { #expect(table.state(of: id, now: 0, wallNow: 0) == nil || held.count < 64) }
    }

    @Test func quotasAreStoredOnce() throws {
        // 2024-02-20, the day after, and April.
        let time: Int64 = 1_708_430_000_000
        let later = time + 86_400_000
        let muchLater = time + 45 * 86_400_000
        let table = LimitTable<Int>(max: 100)
        let limits = try KeyLimits(text: #"{"documents":{"per_day":10,"per_month":20}}"#)
        let state = try #require(table.state(of: 7, now: 0, wallNow: 0))
        let set = LimitSet([LimitBudget(policy: limits.policy, state: state)])
        for _ in 0..<3 { _ = set.takeItem(now: 0, wallNow: time) }
        let changes = table.takeChanges(now: time)
        #expect(changes.count == 1)
        #expect(table.takeChanges(now: time).isEmpty)
        table.putBack([7])
        #expect(table.takeChanges(now: time).count == 1)
        let use = try #require(QuotaUse(text: changes[0].1.text))
        #expect(use == changes[0].1)
        #expect(use.matters(now: time))
        #expect(use.matters(now: later))
        #expect(!use.matters(now: muchLater))
        let other = LimitState()
        use.restore(other)
        #expect(other.used(.documents, .day, now: time) == 3)
        #expect(other.used(.documents, .month, now: time) == 3)
        #expect(other.used(.documents, .day, now: later) == 0)
        #expect(other.used(.documents, .month, now: later) == 3)
    }

    @Test func failuresByAddress() throws {
        let table = FailureTable(rate: try #require(Rate(perSecond: 1, burst: 3)), max: 1024)
        for _ in 0..<3 { #expect(table.fail(1, now: 1) == .within) }
        for _ in 0..<FailureTable.slowedMax {
            #expect(table.fail(1, now: 1) == .slowed(FailureTable.delay))
        }
        #expect(table.fail(1, now: 1) == .exhausted(1_000_000_000))
        #expect(table.standing(of: 1, now: 1) == .exhausted(1_000_000_000))
        #expect(table.standing(of: 1, now: 1_000_000_002) == .slowed(FailureTable.delay))
        #expect(table.standing(of: 1, now: 12_000_000_000) == .within)
        #expect(table.standing(of: 2, now: 1) == .within)
        // What is owed is bounded.
        for _ in 0..<1_000 { _ = table.fail(1, now: 1) }
        #expect(table.owed(1, now: 1) == Int64(FailureTable.debtMax) * 1_000_000_000)
        // Who owes much is not pushed out by many who owe little.
        for source in 1_000..<100_000 { _ = table.fail(UInt64(source), now: 1) }
        #expect(table.owed(1, now: 1) > 0)
    }

    @Test func tellsWhereFailuresComeFrom() throws {
        let second: Int64 = 1_000_000_000
        let table = FailureTable(rate: try #require(Rate(perSecond: 1, burst: 3)), max: 65_536)
        #expect(table.most(10, now: 1).total == 0)
        for time in 1...20 { _ = table.fail(7, now: Int64(time) * second / 10) }
        for source in 100..<150 { _ = table.fail(UInt64(source), now: second * 3) }
        _ = table.fail(100, now: second * 4)
        // Whoever is only asked about has not failed.
        #expect(table.standing(of: 5000, now: second * 4) == .within)
        let found = table.most(2, now: second * 4)
        #expect(found.total == 51)
        #expect(found.sources.map(\.source) == [7, 100])
        #expect(found.sources.map(\.failures) == [20, 2])
        #expect(found.sources[0].first == second / 10 && found.sources[0].last == second * 2)
        #expect(found.sources[0].standing == table.standing(of: 7, now: second * 4))
        #expect(found.sources[0].standing != .within && found.sources[1].standing == .within)
        // What is long ago is not told, and counts no more.
        let later = second * 4 + FailureTable.runGap + 1
        #expect(table.most(2, now: later).total == 0)
        _ = table.fail(7, now: later)
        #expect(table.most(2, now: later).sources.map(\.failures) == [1])
    }
}

@Suite struct KeyLimitsTests {
    @Test(arguments: [
        #"{"action":"refuse","in_flight":8,"requests":{"per_second":50,"burst":100}}"#,
        #"{"action":"slow","max_delay":"1500ms","bytes_in":{"per_second":1048576,"per_month":5},"documents":{"per_second":0.5}}"#,
    ])
    func whatIsWrittenIsRead(_ text: String) throws { #expect(try KeyLimits(text: text).text == text) }

    @Test(arguments: [
        ("[]", "limits must be an object"), (#"{"x":1}"#, "[x] is unknown"),
        (#"{"action":"drop"}"#, "[action] must be one of [refuse, slow]"),
        (#"{"in_flight":0}"#, "[in_flight] must be a number from 1"),
        (#"{"max_delay":"6m"}"#, "[max_delay] must be a duration"),
        (#"{"requests":{"per_second":0}}"#, "[requests.per_second] must be from 0.001"),
        (#"{"requests":{"per_second":"1"}}"#, "[requests.per_second] must be a number"),
        (#"{"requests":{"burst":3}}"#, "[requests.burst] needs [requests.per_second]"),
        (#"{"bytes_in":{"per_second":"1b"}}"#, "[bytes_in.per_second] must be from 1024"),
        (#"{"documents":{"per_day":1.5}}"#, "[documents.per_day] must be a whole number"),
        (#"{"documents":{"per_hour":1}}"#, "[documents.per_hour] is unknown"),
    ])
    func whatCannotBeKept(_ text: String, _ words: String) {
        do {
            _ = try KeyLimits(text: text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.description.contains(words), "\(error.description)")
        }
    }

    @Test func rulesFitByNameMetadataAndOwner() throws {
        var rule = LimitRule(policy: LimitPolicy(name: "p"))
        #expect(rule.matches(name: "a", owner: "o", metadata: { nil }))
        rule.names = ["ship-*", "beat?"]
        rule.metadata = [(path: "team.name", value: "log*")]
        let metadata = KeyLimitsTests.metadata
        #expect(rule.matches(name: "ship-1", owner: "o", metadata: { metadata }))
        #expect(!rule.matches(name: "shop-1", owner: "o", metadata: { metadata }))
        #expect(!rule.matches(name: "ship-1", owner: "o", metadata: { nil }))
        rule.owners = ["*-prod"]
        #expect(!rule.matches(name: "ship-1", owner: "o", metadata: { metadata }))
        #expect(rule.matches(name: "ship-1", owner: "a-b-prod", metadata: { metadata }))
        #expect(Wildcard.matches("aXbXc", "a*b*c"))
        #expect(!Wildcard.matches("aXbX", "a*b*c"))
        #expect(Wildcard.matches("", "*"))
    }
}

extension KeyLimitsTests {
    static let metadata = JSONValue(
        .object([
            .init(
                name: "team",
                value: JSONValue(
                    .object([.init(name: "name", value: JSONValue(.array([JSONValue(.string("logs"))])))])))
        ]))
}
