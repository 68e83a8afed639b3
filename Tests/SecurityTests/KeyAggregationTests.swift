import HTTP
import JSON
import Testing

@testable import Security

/// Recorded from Elasticsearch 8.18.1.
@Suite struct KeyAggregationTests {
    let desk = Desk()

    private func ask(_ aggregation: String, name: String = "k") -> Desk.Answer {
        _ = desk.ask(.put, "_security/api_key", body: #"{"name":"k"}"#)
        return desk.ask(
            .post, "_security/_query/api_key",
            body: #"{"size":0,"query":{"term":{"name":"\#(name)"}},"aggs":{"x":\#(aggregation)}}"#)
    }

    @Test(arguments: [
        #"{"terms":{"field":"name","script":{"source":"s"}}}"#, #"{"terms":{"script":"s"}}"#,
        #"{"missing":{"field":"name","script":"s"}}"#, #"{"cardinality":{"field":"name","script":"s"}}"#,
        #"{"value_count":{"field":"name","script":"s"}}"#,
        #"{"range":{"field":"creation","ranges":[{"to":1}],"script":"s"}}"#,
        #"{"date_range":{"field":"creation","ranges":[{"to":1}],"script":"s"}}"#,
    ])
    func aScriptIsNotPassedOver(_ aggregation: String) {
        let answer = self.ask(aggregation)
        #expect(answer.status == 400)
        #expect(answer.reason == "Unsupported script value source for [x] agg")
    }

    @Test func aScriptOfACompositeNeither() {
        let answer = self.ask(
            #"{"composite":{"sources":[{"a":{"terms":{"field":"name","script":"s"}}}]}}"#)
        #expect(answer.status == 400)
        #expect(answer.reason == "Unsupported script value source for [a] of composite agg [x]")
    }

    @Test func whereNothingIsFoundNothingIsCounted() {
        let aggregation = #"{"terms":{"field":"name"}}"#
        #expect(self.ask(aggregation, name: "none").text == #"{"total":0,"count":0,"api_keys":[]}"#)
        #expect(self.ask(aggregation).json["aggregations"]?["x"]?["buckets"]?.elements?.count == 1)
    }
}
