import Authorize
import HTTP
import JSON
import Testing

@testable import Security

/// What differs with the release behind: names of privileges, and the words of a denial.
@Suite struct ReleaseWordsTests {
    let desk = Desk()

    private func ask(_ path: String, _ table: PrivilegeTable?, as subject: Subject) -> Desk.Answer {
        var request = SecurityRequest(
            method: .get, segments: path.split(separator: "/").map(String.init), parameters: [],
            uri: "/" + path, contentType: nil, accept: nil, body: [], subject: subject, now: Desk.now)
        request.table = table
        return desk.answer(to: request)
    }

    @Test func denials() {
        let start = "action [cluster:admin/xpack/security/role/get] is unauthorized for user [mortal] with"
        let end = "this action is granted by the cluster privileges"
        let former = self.ask("_security/role", .v7, as: Desk.mortal)
        #expect(former.status == 403)
        #expect(former.reason == "\(start) roles [viewer,editor], \(end) [manage_security,all]")
        for table in [PrivilegeTable.v8, nil] {
            #expect(
                self.ask("_security/role", table, as: Desk.mortal).reason
                    == "\(start) effective roles [editor,viewer], \(end) [read_security,manage_security,all]")
        }
    }

    /// The numbers are those of Elasticsearch 7.17.28 and 8.18.1.
    @Test(arguments: [(PrivilegeTable.v7, 41, 19), (.v8, 62, 22)])
    func builtInPrivileges(_ table: PrivilegeTable, _ cluster: Int, _ index: Int) {
        let answer = self.ask("_security/privilege/_builtin", table, as: Desk.elastic).json
        #expect(answer["cluster"]?.elements?.count == cluster)
        #expect(answer["index"]?.elements?.count == index)
        #expect((answer["remote_cluster"] == nil) == (table.edition == .v7))
    }
}
