import Authenticate
import HTTP
import JSON
import Keys
import TestSupport
import Testing

@testable import Security

@Suite struct ImportTests {
    let desk = Desk()
    private static let hash =
        "{SSHA256}" + String(repeating: "A", count: 11) + "=" + String(repeating: "A", count: 43) + "="

    private static func key(_ id: String, _ changes: String = "", hash: String = hash) -> String {
        """
        {"_index":".security-7","_id":"\(id)","_source":{"doc_type":"api_key","creation_time":1700000000000,\
        "expiration_time":null,"api_key_invalidated":false,"api_key_hash":"\(hash)","role_descriptors":{},\
        "limited_by_role_descriptors":{"superuser":{"cluster":["all"],"indices":[{"names":["*"],"privileges":["all"],\
        "allow_restricted_indices":true}],"applications":[],"run_as":["*"],"metadata":{"_reserved":true},\
        "type":"role"}},"name":"from the cluster","version":7172899,"metadata_flattened":{"a":[1,"x"]},\
        "creator":{"principal":"elastic","full_name":null,"email":null,"metadata":{"_reserved":true},"realm":"reserved",\
        "realm_type":"reserved"}\(changes)}}
        """
    }

    private func load(_ lines: String..., as subject: Subject = Desk.elastic) -> Desk.Answer {
        desk.ask(
            .post, "_keyward/_import", body: lines.joined(separator: "\n"), type: "application/x-ndjson",
            as: subject)
    }

    private func reasons(_ answer: Desk.Answer) -> [String] {
        answer.json["skipped"]?.elements?.compactMap { $0["reason"]?.string } ?? []
    }

    @Test func keysKeepAllThatTheyHave() throws {
        let answer = load(
            Self.key("VuaCfGcBCdbkQm-e5aOx"),
            Self.key(
                "VuaCfGcBCdbkQm-e5aOy", #","invalidation_time":1700000000001,"api_key_invalidated":true"#
            )
            .replacing(#""api_key_invalidated":false,"#, with: ""),
            Self.key("VuaCfGcBCdbkQm-e5aOz").replacing(
                #""expiration_time":null"#, with: #""expiration_time":1800000000000"#))
        #expect(answer.text == #"{"api_keys":3,"users":0,"roles":0,"skipped":[]}"#)
        let listed = desk.get([("id", "VuaCfGcBCdbkQm-e5aOx"), ("with_limited_by", "true")])
        let key = try #require(listed.json["api_keys"]?.elements?.first)
        #expect(key["name"]?.string == "from the cluster" && key["creation"]?.integer == 1_700_000_000_000)
        #expect(key["username"]?.string == "elastic" && key["realm"]?.string == "reserved")
        #expect(key["metadata"].map { JSONWriter.text($0) } == #"{"a":[1,"x"]}"#)
        #expect(key["limited_by"]?.elements?.first?["superuser"]?["run_as"]?.elements?.count == 1)
        let dead = desk.get([("id", "VuaCfGcBCdbkQm-e5aOy")]).json["api_keys"]?.elements?.first
        #expect(dead?["invalidation"]?.integer == 1_700_000_000_001)
        let ending = desk.get([("id", "VuaCfGcBCdbkQm-e5aOz")]).json["api_keys"]?.elements?.first
        #expect(ending?["expiration"]?.integer == 1_800_000_000_000)
        // Who the owner is cannot be told here.
        let own = desk.ask(.get, "_keyward/api_key", [("owner_state", "unknown")])
        #expect(own.json["total"]?.integer == 3)
        // Once more: nothing changes.
        let again = load(Self.key("VuaCfGcBCdbkQm-e5aOx"))
        #expect(reasons(again) == ["it is there already"])
        #expect(desk.registry.table.count == 3)
    }

    @Test func otherFormsOfLines() throws {
        let source = Self.key("b").split(separator: "\n").joined().split(separator: #""_source":"#)[1]
            .dropLast()
        let answer = load(
            #"{"index":{"_index":".security-7","_id":"a"}}"#, String(source), "", "   ",
            #"{"took":1,"hits":{"total":{"value":2},"hits":[\#(Self.key("c")),\#(Self.key("d"))]}}"#)
        #expect(answer.json["api_keys"]?.integer == 3)
        #expect(Set(desk.store.records.map(\.id.description)) == ["a", "c", "d"])
    }

    @Test func whatIsNotUnderstoodIsSkippedAndTold() throws {
        let query = #"{"r":{"indices":[{"names":["a"],"privileges":["read"],"query":"{}"}]}}"#
        let answer = load(
            "nonsense", "{}", Self.key("a:b"), Self.key(String(repeating: "x", count: 24)),
            Self.key("h", hash: "{MD5}x"), Self.key("t", #","type":"cross_cluster""#),
            Self.key("q").replacing(#""role_descriptors":{}"#, with: #""role_descriptors":\#(query)"#),
            Self.key("good"), Self.key("good"),
            #"{"_id":"reserved-user-elastic","_source":{"type":"reserved-user","password":"x"}}"#,
            #"{"_id":"x","_source":{"a":1}}"#, #"{"index":{"_id":"last"}}"#)
        #expect(answer.status == 200)
        #expect(answer.json["api_keys"]?.integer == 1)
        let skipped = try #require(answer.json["skipped"]?.elements)
        #expect(skipped.compactMap { $0["line"]?.integer } == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12])
        let reasons = reasons(answer)
        #expect(reasons[0].hasPrefix("no JSON"))
        #expect(reasons[1] == "no document: [_id] and [_source] are expected")
        #expect(reasons[4] == "[api_key_hash] is missing or of a form that is not known")
        #expect(reasons[5] == "keys of the type [cross_cluster] are not supported")
        #expect(reasons[6].hasPrefix("[role_descriptors] cannot be enforced"))
        #expect(reasons[7] == "the id is there twice")
        #expect(reasons[8] == "documents of the type [reserved-user] are not imported")
        #expect(reasons[9] == "the document has no type")
        #expect(reasons[10] == "the document below it is missing")
        #expect(load("").status == 400)
    }

    @Test func usersAndRoles() throws {
        let hash = try #require(PasswordHash.bcrypt(Array("changeme".utf8), cost: 4))
        let answer = load(
            #"{"_id":"user-jane","_source":{"username":"jane","password":"\#(hash)","roles":["reader"],"full_name":"Jane","email":null,"metadata":{"a":1},"enabled":true,"type":"user"}}"#,
            #"{"_id":"user-elastic","_source":{"username":"elastic","password":"\#(hash)","roles":[],"type":"user"}}"#,
            #"{"_id":"role-reader","_source":{"cluster":["monitor"],"indices":[{"names":["logs-*"],"privileges":["read"],"allow_restricted_indices":false}],"applications":[],"run_as":[],"metadata":{},"type":"role"}}"#,
            #"{"_id":"role-bad","_source":{"cluster":["no_such"],"type":"role"}}"#)
        #expect(answer.json["users"]?.integer == 1 && answer.json["roles"]?.integer == 1)
        #expect(reasons(answer).first == "user [elastic] is reserved")
        #expect(reasons(answer).last?.contains("no_such") == true)
        let jane = desk.ask(.get, "_security/user/jane").json["jane"]
        #expect(jane?["full_name"]?.string == "Jane")
        #expect(
            PasswordHash.verify(desk.realms.native.user("jane")?.hash ?? "", password: Array("changeme".utf8))
        )
        let role = desk.ask(.get, "_security/role/reader").json["reader"]
        #expect(role?["indices"]?.elements?.first?["names"]?.elements?.first?.string == "logs-*")
    }

    @Test func whatIsExportedCanBeImported() throws {
        _ = load(Self.key("a"))
        let made = try #require(
            desk.create(#"{"name":"own","metadata":{"m":1},"expiration":"5d"}"#).json["id"]?.string)
        _ = desk.ask(.post, "_keyward/api_key/\(made)/_rotate")
        _ = desk.ask(.post, "_keyward/api_key/\(made)/_suspend")
        let dead = try #require(desk.create(#"{"name":"dead"}"#).json["id"]?.string)
        _ = desk.ask(
            .post, "_keyward/api_key/_invalidate", body: #"{"ids":["\#(dead)"],"reason":"why"}"#)
        #expect(desk.ask(.put, "_security/role/r", body: #"{"cluster":["monitor"]}"#).status == 200)
        #expect(
            desk.ask(.put, "_security/user/u", body: #"{"password":"changeme","roles":["r"]}"#).status == 200)
        let kinds = ["api_key", "user", "role"].map { kind in
            desk.ask(.get, "_keyward/_export", [("kind", kind)])
        }
        for answer in kinds { #expect(answer.header("content-type") == ["application/x-ndjson"]) }
        #expect(kinds.map { $0.text.split(separator: "\n").count } == [3, 1, 1])
        let other = ImportTests()
        let loaded = other.load(kinds[0].text, kinds[1].text, kinds[2].text)
        #expect(loaded.text == #"{"api_keys":3,"users":1,"roles":1,"skipped":[]}"#)
        #expect(
            other.desk.store.records.sorted { $0.id.description < $1.id.description }
                == desk.store.records.sorted { $0.id.description < $1.id.description })
        for kind in ["api_key", "user", "role"] {
            let first = desk.ask(.get, "_keyward/_export", [("kind", kind)]).text
            #expect(other.desk.ask(.get, "_keyward/_export", [("kind", kind)]).text == first)
        }
    }

    @Test func exportsComeInPages() throws {
        _ = load(Self.key("a"), Self.key("c"), Self.key("b"), Self.key("d"))
        func ids(_ query: [(String, String?)]) -> [String] {
            desk.ask(.get, "_keyward/_export", query).text.split(separator: "\n").compactMap {
                (try? JSONParser.parse(Array($0.utf8)))?["_id"]?.string
            }
        }
        #expect(ids([("size", "3")]) == ["a", "b", "c"])
        #expect(ids([("size", "3"), ("after", "c")]) == ["d"])
        #expect(ids([("after", "d")]) == [])
        #expect(desk.ask(.get, "_keyward/_export", [("size", "0")]).status == 400)
        #expect(desk.ask(.get, "_keyward/_export", [("kind", "all")]).status == 400)
    }

    /// Whoever imports a key decides what it may do.
    @Test func onlyThoseWhoManageSecurity() throws {
        #expect(desk.ask(.put, "_security/role/m", body: #"{"cluster":["manage_api_key"]}"#).status == 200)
        let manager = Subject.user(
            Principal(username: "m", roles: ["m"], realm: "default_native", realmType: "native"))
        #expect(load(Self.key("a"), as: manager).status == 403)
        #expect(desk.ask(.get, "_keyward/_export", as: manager).status == 403)
        #expect(desk.registry.table.count == 0)
    }
}
