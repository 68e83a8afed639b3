import HTTP
import JSON
import Testing

@testable import Security

@Suite struct TextAnalysisTests {
    private func words(_ text: String, _ analysis: TextAnalysis = .standard) -> [String] {
        analysis.words(text).map(\.text)
    }

    @Test func wordsAreThoseOfUnicode() {
        #expect(words("Ann O'Neill-Döring, the 2nd") == ["ann", "o'neill", "döring", "the", "2nd"])
        #expect(words("a.b.c 1,234.5 x_y e.g. 3.") == ["a.b.c", "1,234.5", "x_y", "e.g", "3"])
        #expect(words("a:b 1:2 -- \u{4e2d}\u{6587}x") == ["a:b", "1", "2", "\u{4e2d}", "\u{6587}", "x"])
        #expect(words("") == [] && words(" .,- ") == [])
        #expect(words(String(repeating: "a", count: 300)).map(\.count) == [255, 45])
    }

    @Test func addressesAreFoundByTheirParts() {
        let parts = words("John.Doe+x@Example-1.com", .email)
        #expect(parts.first == "john.doe+x@example-1.com")
        #expect(
            Set(parts) == [
                "john.doe+x@example-1.com", "john.doe+x", "example-1.com", "john", "doe", "x", "example",
                "com", "1",
            ])
        // In one place: they stand for each other.
        #expect(Set(TextAnalysis.email.words("a@b.c d@e.f").map(\.place)) == [0, 1])
        #expect(words("no address", .email) == ["no", "address"])
        #expect(words("@", .email) == [])
    }
}

/// What the oracle's scenes do not hold: addresses, names of roles, many users.
@Suite struct DocumentSearchTests {
    let desk = Desk()

    private func names(_ kind: String, _ body: String) -> [String] {
        let answer = desk.ask(.post, "_security/_query/\(kind)", body: body)
        let list = answer.json["\(kind)s"]?.elements ?? []
        return list.compactMap { ($0["username"] ?? $0["name"])?.string }
    }

    private func put(_ name: String, _ more: String = "") {
        let answer = desk.ask(
            .put, "_security/user/\(name)", body: #"{"password":"a-password","roles":["viewer"]\#(more)}"#)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func usersAreFoundByTheirAddress() {
        put("ann", #","email":"Ann.Smith@example.com""#)
        put("bob", #","email":"bob@example.org""#)
        for (text, expected) in [
            ("ann", ["ann"]), ("ANN.SMITH@EXAMPLE.COM", ["ann", "bob"]), ("example", ["ann", "bob"]),
            ("org", ["bob"]),
            ("someone@other.org", ["bob"]), ("nobody", []),
        ] {
            #expect(
                names("user", #"{"query":{"match":{"email":"\#(text)"}},"sort":["username"]}"#) == expected,
                "\(text)")
        }
        #expect(names("user", #"{"query":{"term":{"email":"example.org"}}}"#) == ["bob"])
        #expect(names("user", #"{"query":{"exists":{"field":"email"}}}"#).count == 2)
    }

    @Test func rolesAreFoundAndSortedByName() {
        _ = desk.ask(.put, "_security/role/mine", body: #"{"cluster":["monitor"],"description":"My own"}"#)
        #expect(names("role", #"{"query":{"term":{"name":"mine"}}}"#) == ["mine"])
        #expect(
            names("role", #"{"query":{"prefix":{"name":"kibana_"}},"sort":["name"]}"#).first == "kibana_admin"
        )
        let builtIn = names("role", #"{"query":{"term":{"metadata._reserved":true}},"size":1000}"#)
        #expect(builtIn.contains("superuser") && !builtIn.contains("mine"))
        let all = names("role", #"{"size":1000,"sort":[{"name":{"order":"desc"}}]}"#)
        #expect(all == all.sorted().reversed() && all.count == builtIn.count + 1)
        #expect(names("role", #"{"query":{"simple_query_string":{"query":"own"}}}"#) == ["mine"])
    }

    @Test func pagesAreWholeWithoutRepetition() {
        for number in 0..<25 { put("user-\(10 + number)", number % 3 == 0 ? #","enabled":false"# : "") }
        var seen: [String] = []
        var after = ""
        while true {
            let answer = desk.ask(
                .post, "_security/_query/user",
                body: #"{"size":4,"sort":[{"enabled":{"order":"desc"}},"username"]\#(after)}"#)
            let page = answer.json["users"]?.elements ?? []
            #expect(answer.json["total"]?.integer == 25)
            guard let last = page.last?["_sort"] else { break }
            seen += page.compactMap { $0["username"]?.string }
            after = #","search_after":\#(JSONWriter.text(last))"#
        }
        #expect(seen.count == 25 && Set(seen).count == 25)
    }

    @Test func whoMayNotLookIsRefused() {
        #expect(desk.ask(.get, "_security/_query/user", as: Desk.mortal).status == 403)
        #expect(desk.ask(.get, "_security/_query/role", as: Desk.mortal).status == 403)
        // Never with a hash.
        put("ann")
        #expect(!desk.ask(.get, "_security/_query/user").text.contains("$2a$"))
    }
}
