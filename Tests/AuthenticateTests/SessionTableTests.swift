import Keys
import TestSupport
import Testing

@testable import Authenticate

@Suite struct SessionTableTests {
    private func user(_ name: String, hash: String = "h") -> Session.Holder {
        .user(username: name, realm: "native", hash: hash)
    }

    private func use(
        _ table: SessionTable, _ token: [UInt8], now: Int64, isBackground: Bool = false
    ) -> Session? {
        token.withUnsafeBufferPointer { table.use($0, now: now, isBackground: isBackground)?.session }
    }

    @Test func tokenOpensItsOwnSessionOnly() {
        let table = SessionTable()
        let (first, _) = table.begin(self.user("a"), now: 0)
        let (second, session) = table.begin(self.user("b"), now: 0)
        #expect(first.count == 43 && first != second)
        #expect(self.use(table, first, now: 1)?.holder == self.user("a"))
        #expect(self.use(table, second, now: 1)?.csrfToken == session.csrfToken)
        var wrong = first
        wrong[0] = wrong[0] == 65 ? 66 : 65
        #expect(self.use(table, wrong, now: 1) == nil)
        for length in [0, 1, 42, 44, 4096] {
            #expect(self.use(table, Array(repeating: 65, count: length), now: 1) == nil)
        }
    }

    @Test func endsWhenIdleAndAtItsEnd() {
        var settings = SessionTable.Settings()
        settings.idleTimeout = 10
        settings.lifetime = 25
        let table = SessionTable(settings: settings)
        let (idle, _) = table.begin(self.user("a"), now: 0)
        #expect(self.use(table, idle, now: 9) != nil)
        #expect(self.use(table, idle, now: 18) != nil)
        #expect(self.use(table, idle, now: 28) == nil)
        #expect(table.count == 0)
        // A page that nobody touches sees its data, and ends when it would have ended without.
        let (left, _) = table.begin(self.user("a"), now: 50)
        for now: Int64 in [54, 58, 59] { #expect(self.use(table, left, now: now, isBackground: true) != nil) }
        #expect(self.use(table, left, now: 60, isBackground: true) == nil)
        let (busy, _) = table.begin(self.user("a"), now: 100)
        for now: Int64 in [105, 110, 115, 120] { #expect(self.use(table, busy, now: now) != nil) }
        #expect(self.use(table, busy, now: 125) == nil)
    }

    @Test func signingOutEverywhereEndsOnlyOnesOwn() {
        let table = SessionTable()
        let own = (0..<3).map { table.begin(self.user("a", hash: "\($0)"), now: 0).token }
        let (other, _) = table.begin(self.user("b"), now: 0)
        #expect(table.endAll(of: self.user("a")) == 3)
        for token in own { #expect(self.use(table, token, now: 1) == nil) }
        #expect(self.use(table, other, now: 1) != nil)
    }

    @Test func numbersAreBounded() {
        var settings = SessionTable.Settings()
        settings.countMax = 8
        settings.countPerHolderMax = 3
        let table = SessionTable(settings: settings)
        let tokens = (0..<5).map { table.begin(self.user("a"), now: Int64($0)).token }
        #expect(table.count == 3)
        #expect(self.use(table, tokens[1], now: 6) == nil)
        #expect(self.use(table, tokens[2], now: 6) != nil)
        for index in 0..<20 { _ = table.begin(self.user("u\(index)"), now: Int64(10 + index)) }
        #expect(table.count == 8)
    }

    @Test func cookieIsReadStrictly() {
        func token(_ value: String) -> String? {
            Array(value.utf8).withUnsafeBufferPointer { value in
                SessionCookie.token(in: value).map { String(decoding: $0, as: UTF8.self) }
            }
        }
        let name = "\(SessionCookie.name)"
        #expect(token("\(name)=abc") == "abc")
        #expect(token("a=b; \(name)=abc; c=d") == "abc")
        #expect(token("a=b;\(name)=abc") == "abc")
        #expect(token("\(name)=") == "")
        #expect(token("\(name)") == nil)
        #expect(token("x\(name)=abc") == nil)
        #expect(token("\(name)x=abc") == nil)
        #expect(token("\(name)=abc; \(name)=def") == nil)
        #expect(token("") == nil)
        #expect(token(";;; ;") == nil)
    }
}
