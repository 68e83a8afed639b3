import JSON
import Testing

@testable import SampleUpstream

@Suite struct SampleClusterTests {
    /// A document that is there already: one status, as JSON has it.
    @Test func aBulkRequestThatCreatesTwice() throws {
        var cluster = SampleCluster()
        let lines = #"{"create":{"_index":"a","_id":"1"}}"# + "\n{}\n"
        var statuses: [Int?] = []
        for _ in 0..<2 {
            let answer = cluster.answer(
                .init(method: "POST", segments: ["_bulk"], parameters: [:], body: Array(lines.utf8)))
            let item = try JSONParser.parse(answer.body)["items"]?.elements?.first?["create"]
            statuses.append(item?["status"]?.integer)
        }
        #expect(statuses == [201, 409])
    }
}
