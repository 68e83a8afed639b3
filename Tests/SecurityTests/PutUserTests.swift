import HTTP
import JSON
import Testing

@testable import Security

@Suite struct PutUserTests {
    let desk = Desk()

    private func put(_ members: String) -> String {
        let answer = desk.ask(.put, "_security/user/joe", body: #"{"roles":[]\#(members)}"#)
        #expect(answer.status == 200, "\(answer.text)")
        let user = desk.ask(.get, "_security/user/joe").json["joe"]
        return user?["metadata"].map { JSONWriter.text($0) } ?? ""
    }

    /// As Elasticsearch does, which changes a part of the document then.
    @Test func withoutAPasswordMetadataIsMerged() {
        let password = #","password":"s3krit-password""#
        #expect(
            self.put(password + #","metadata":{"a":{"x":1,"y":[2]},"b":3}"#)
                == #"{"a":{"x":1,"y":[2]},"b":3}"#)
        #expect(
            self.put(#","metadata":{"a":{"y":[4],"z":null},"c":5}"#)
                == #"{"a":{"x":1,"y":[4],"z":null},"b":3,"c":5}"#)
        #expect(self.put(#","metadata":{"a":6}"#) == #"{"a":6,"b":3,"c":5}"#)
        #expect(self.put(password + #","metadata":{"d":7}"#) == #"{"d":7}"#)
        #expect(self.put("") == "{}")
    }
}
