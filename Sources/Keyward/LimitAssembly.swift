internal import Configuration
internal import Dispatch
internal import EventLoop
internal import Keys
internal import Limit
internal import Observe
internal import Proxy

/// The limits of keys and owners out of the configuration, and their quotas over a restart.
enum LimitAssembly {
    /// Seconds after which what was used of quotas is stored: the most that a crash can lose.
    private static let flushInterval = 5.0

    /// What is wrong with the policies.
    static func problems(_ configuration: Configuration, file: String) -> [Problem] {
        var problems: [Problem] = []
        var seen: Set<String> = []
        for source in configuration.limits.policies {
            func report(_ words: String) {
                problems.append(
                    Problem(
                        file: file, line: source.line, message: "limits.policies [\(source.name)]: \(words)"))
            }
            if !LimitPolicy.isName(source.name) || source.name == KeyLimits.policyName {
                report(
                    "a name has letters, digits, _, - and . only, 64 at most, and is not [\(KeyLimits.policyName)]"
                )
            }
            if !seen.insert(source.name).inserted { report("there are two of this name") }
            do throws(LimitTextError) {
                if try self.rule(source).policy.isEmpty { report("limits nothing") }
            } catch {
                report(error.description)
            }
        }
        if configuration.limits.policies.count > LimitBook.rulesMax {
            problems.append(
                Problem(file: file, line: 0, message: "[limits.policies] has more than \(LimitBook.rulesMax)")
            )
        }
        return problems
    }

    private static func rule(_ source: Configuration.LimitPolicy) throws(LimitTextError) -> LimitRule {
        var policy = LimitPolicy(name: source.name)
        policy.action = source.slowsDown ? .slow : .refuse
        policy.delayMax = source.delayMax
        policy.inFlight = source.inFlight
        policy.requests = try self.limit(.requests, source.requests)
        policy.received = try self.limit(.received, source.bytesIn)
        policy.sent = try self.limit(.sent, source.bytesOut)
        policy.documents = try self.limit(.documents, source.documents)
        var rule = LimitRule(policy: policy)
        rule.scope = source.isPerOwner ? .owner : .key
        rule.names = source.keys
        rule.owners = source.owners
        rule.metadata = source.metadata.compactMap { text in
            guard let sign = text.firstIndex(of: "=") else { return nil }
            return (String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
        return rule
    }

    private static func limit(
        _ unit: LimitedUnit, _ amounts: Configuration.LimitPolicy.Amounts
    ) throws(LimitTextError) -> UnitLimit {
        try KeyLimits.limit(
            unit, perSecond: amounts.perSecond, burst: amounts.burst, perDay: amounts.perDay,
            perMonth: amounts.perMonth)
    }

    /// With what former processes have counted.
    static func book(
        _ configuration: Configuration, _ store: any DocumentStore, _ logger: Logger
    ) throws -> LimitBook {
        let rules = try configuration.limits.policies.map { try self.rule($0) }
        let rate = Rate(
            perSecond: Double(configuration.limits.failuresPerMinute) / 60,
            burst: Double(configuration.limits.failureBurst))
        let book = LimitBook(
            rules: rules, budgetsMax: configuration.limits.budgets,
            failures: rate.map { FailureTable(rate: $0, max: configuration.limits.failureAddresses) })
        for name in try book.load(store, wallNow: Clock.wall) {
            logger.error("what was used of a quota cannot be taken up", ["name": name])
        }
        return book
    }

    /// Stores what is used of quotas, again and again.
    static func keep(
        _ book: LimitBook, _ store: any DocumentStore, _ logger: Logger
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(
            queue: DispatchQueue(label: "keyward.limits", qos: .utility))
        timer.schedule(
            deadline: .now() + self.flushInterval, repeating: self.flushInterval, leeway: .milliseconds(500))
        timer.setEventHandler { self.flush(book, store, logger) }
        timer.activate()
        return timer
    }

    static func flush(_ book: LimitBook, _ store: any DocumentStore, _ logger: Logger) {
        book.flush(store, wallNow: Clock.wall) { failed in
            if failed > 0 {
                logger.error("what was used of quotas could not be stored", ["count": "\(failed)"])
            }
        }
    }
}
