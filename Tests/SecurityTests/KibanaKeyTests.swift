import Authenticate
import HTTP
import JSON
import Keys
import Testing

@testable import Security

@Suite struct KibanaKeyTests {
    let desk = Desk()

    private func ask(
        _ method: Method, _ path: String = "", _ body: String = "", token: Bool = true,
        as subject: Subject = Desk.elastic, query: [(String, String?)] = [], space: String? = nil
    ) -> Desk.Answer {
        var request = SecurityRequest(
            method: method,
            segments: (space.map { ["s", $0] } ?? []) + ["internal", "security", "api_key"]
                + path.split(separator: "/").map(String.init),
            parameters: query, uri: "/internal/security/api_key", contentType: "application/json",
            accept: nil,
            body: Array(body.utf8), subject: subject, now: Desk.now)
        request.sendToKibana(hasXSRFHeader: token)
        return self.desk.answer(to: request)
    }

    private func owner() throws -> Subject {
        _ = desk.ask(.put, "_security/role/own", body: #"{"cluster":["manage_own_api_key"]}"#)
        return .user(
            Principal(username: "ann", roles: ["own"], realm: "default_native", realmType: "native"))
    }

    @Test func whatTheScreenMayOffer() throws {
        #expect(ask(.get, "_enabled").text == #"{"apiKeysEnabled":true}"#)
        #expect(
            ask(.get, "privileges").text == #"{"areApiKeysEnabled":true,"isAdmin":true,"canManage":true}"#)
        #expect(
            ask(.get, "privileges", as: try owner()).text
                == #"{"areApiKeysEnabled":true,"isAdmin":false,"canManage":true}"#)
        #expect(
            ask(.get, "privileges", as: Desk.mortal).text
                == #"{"areApiKeysEnabled":true,"isAdmin":false,"canManage":false}"#)
        #expect(Desk(keysAreEnabled: false).ask(.get, "_security/api_key").status == 400)
    }

    @Test func keysAreMadeChangedAndEnded() throws {
        let made = ask(
            .post, "",
            #"{"name":"k","type":"rest","expiration":"1d","metadata":{"a":1},"kibana_role_descriptors":{"r":{"elasticsearch":{"cluster":["monitor"],"indices":[],"run_as":[]},"kibana":[{"spaces":["*"],"base":["read"],"feature":{}}]}}}"#
        )
        #expect(made.status == 200, "\(made.text)")
        #expect(made.json["encoded"]?.string != nil)
        let id = try #require(made.json["id"]?.string)
        func listed() -> JSONValue? {
            ask(.get, "", query: [("isAdmin", "true")]).json["apiKeys"]?.elements?.first {
                $0["id"]?.string == id
            }
        }
        #expect(
            listed()?["role_descriptors"]?["r"]?["applications"].map { JSONWriter.text($0) }
                == #"[{"application":"kibana-.kibana","privileges":["read"],"resources":["*"]}]"#)
        #expect(
            ask(.put, "", #"{"id":"\#(id)","metadata":{"a":2},"role_descriptors":{}}"#).text
                == #"{"updated":true}"#)
        #expect(
            ask(.put, "", #"{"id":"\#(id)","metadata":{"a":2},"role_descriptors":{}}"#).text
                == #"{"updated":false}"#)
        #expect(listed()?["metadata"]?["a"]?.integer == 2)
        #expect(ask(.get, "_has_active").text == #"{"hasApiKeys":true}"#)
        let ended = ask(.post, "invalidate", #"{"apiKeys":[{"id":"\#(id)","name":"k"}],"isAdmin":true}"#)
        #expect(ended.text == #"{"itemsInvalidated":[{"id":"\#(id)","name":"k"}],"errors":[]}"#)
        #expect(listed() == nil)
        #expect(ask(.get, "_has_active").text == #"{"hasApiKeys":false}"#)
        #expect(
            ask(.put, "", #"{"id":"\#(id)"}"#).json["message"]?.string?.contains("cannot update invalidated")
                == true)
    }

    @Test func faultsAreToldAsKibanaDoes() {
        for (method, path, body) in [
            (Method.post, "", #"{"name":"k"}"#), (.put, "", #"{"id":"x"}"#), (.post, "invalidate", "{}"),
            (.post, "_query", "{}"),
        ] {
            let answer = ask(method, path, body, token: false)
            #expect(answer.status == 400)
            #expect(answer.json["message"]?.string == "Request must contain a kbn-xsrf header.")
        }
        #expect(
            ask(.post, "", #"{"name":"k","foo":1}"#).json["message"]?.string?.contains("request body.foo")
                == true)
        #expect(ask(.post, "", #"{"type":"cross_cluster","name":"k"}"#).status == 400)
        #expect(ask(.post, "", "[]").status == 400 && ask(.post, "", "{").status == 400)
        #expect(ask(.post, "invalidate", #"{"apiKeys":[{}],"isAdmin":true}"#).status == 400)
        #expect(ask(.get).status == 400)
        #expect(ask(.get, "nothing").json["statusCode"]?.integer == 404)
        #expect(ask(.post, "", #"{"name":"k"}"#, as: Desk.mortal).json["statusCode"]?.integer == 403)
    }

    @Test func whoHasOnlyHisOwnSeesAndEndsOnlyThem() throws {
        let owner = try owner()
        let foreign = try #require(ask(.post, "", #"{"name":"foreign"}"#).json["id"]?.string)
        let own = try #require(ask(.post, "", #"{"name":"own"}"#, as: owner).json["id"]?.string)
        #expect(ask(.get, "", as: owner, query: [("isAdmin", "true")]).status == 403)
        let list = ask(.get, "", as: owner, query: [("isAdmin", "false")]).json
        #expect(list["apiKeys"]?.elements?.compactMap { $0["id"]?.string } == [own])
        #expect(list["canManageApiKeys"]?.bool == false && list["canManageOwnApiKeys"]?.bool == true)
        let found = ask(.post, "_query", "{}", as: owner).json
        #expect(found["apiKeys"]?.elements?.compactMap { $0["id"]?.string } == [own])
        #expect(found["aggregationTotal"]?.integer == 1)
        let both = #"{"apiKeys":[{"id":"\#(foreign)","name":"f"},{"id":"\#(own)","name":"o"}]"#
        #expect(ask(.post, "invalidate", both + #","isAdmin":true}"#, as: owner).status == 403)
        #expect(ask(.post, "invalidate", both + #","isAdmin":false}"#, as: owner).status == 200)
        let left = ask(.get, "", query: [("isAdmin", "true")]).json["apiKeys"]?.elements ?? []
        #expect(left.compactMap { $0["id"]?.string } == [foreign])
    }

    @Test func theListIsSearchedSortedAndFiltered() throws {
        let old = ask(.post, "", #"{"name":"old","expiration":"1ms"}"#)
        for name in ["b", "a", "Alerting: x"] {
            #expect(ask(.post, "", #"{"name":"\#(name)"}"#).status == 200)
        }
        #expect(old.status == 200)
        func found(_ body: String) -> [String] {
            let answer = ask(.post, "_query", body, space: "team")
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json["apiKeys"]?.elements?.compactMap { $0["name"]?.string } ?? []
        }
        #expect(found(#"{"sort":{"field":"name","direction":"asc"}}"#) == ["Alerting: x", "a", "b", "old"])
        #expect(found(#"{"sort":{"field":"name","direction":"desc"},"from":1,"size":2}"#) == ["b", "a"])
        #expect(found(#"{"filters":{"type":"managed"}}"#) == ["Alerting: x"])
        #expect(Set(found(#"{"filters":{"type":"rest","expired":false}}"#)) == ["a", "b"])
        #expect(found(#"{"filters":{"expired":true}}"#) == ["old"])
        #expect(found(#"{"filters":{"usernames":["nobody"]}}"#) == [])
        #expect(found(#"{"query":{"term":{"name":"a"}}}"#) == ["a"])
        let page = ask(.post, "_query", #"{"size":1,"sort":{"field":"name","direction":"asc"}}"#).json
        let after = try #require(page["searchAfter"].map { JSONWriter.text($0) })
        #expect(
            found(#"{"size":1,"sort":{"field":"name","direction":"asc"},"searchAfter":\#(after)}"#) == ["a"])
        let counts = page["aggregations"]
        #expect(counts?["usernames"]?["buckets"]?.elements?.first?["key"]?.string == "elastic")
        #expect(counts?["types"]?["buckets"]?.elements?.first?["doc_count"]?.integer == 4)
        #expect(counts?["expired"]?["doc_count"]?.integer == 1)
        #expect(counts?["managed"]?["buckets"]?["namePrefixBased"]?["doc_count"]?.integer == 1)
        let wrong = ask(.post, "_query", #"{"query":{"fuzzy":{"name":"a"}}}"#)
        #expect(
            wrong.status == 200 && wrong.json["queryError"]?["message"]?.string?.contains("fuzzy") == true)
        #expect(ask(.post, "_query", #"{"filters":{"type":"x"}}"#).status == 400)
        #expect(ask(.post, "_query", #"{"foo":1}"#).status == 400)
    }
}
