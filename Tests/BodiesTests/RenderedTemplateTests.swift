import Testing

@testable import Bodies

@Suite struct RenderedTemplateTests {
    private func search(_ answer: String, of request: String = #"{"id":"t"}"#) -> String? {
        RenderedTemplate.search(in: Array(answer.utf8).span, of: Array(request.utf8).span, depthMax: 20)
            .map { text($0) }
    }

    @Test func theSearchIsTakenOut() {
        #expect(
            self.search(#"{"template_output":{"query":{"match":{"a":"}"}}}}"#)
                == #"{"query":{"match":{"a":"}"}}}"#)
        #expect(self.search(#" { "x" : [{}] , "template_output" : { "size" : 1 } } "#) == #"{ "size" : 1 }"#)
        #expect(self.search(#"{"template_output":{}}"#) == "{}")
    }

    @Test func whatTheRequestSaysOfTheSearchGoesOn() {
        let answer = #"{"template_output":{"size":1}}"#
        #expect(
            self.search(answer, of: #"{"id":"t","explain":true,"profile":"true"}"#)
                == #"{"explain":true,"profile":true,"size":1}"#)
        #expect(
            self.search(answer, of: #"{"params":{"explain":true},"explain":false,"profile":null}"#)
                == #"{"size":1}"#)
        #expect(self.search(#"{"template_output": { } }"#, of: #"{"profile":true}"#) == #"{"profile":true }"#)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"template_output":"{}"}"#, #"{"template_output":[]}"#, #"{"template_output":{}"#,
        #"{"template_output":{}} x"#, #"{"template_output":{},"template_output":{}}"#, #"{"output":{}}"#,
        #"{"x":{"template_output":{}}}"#, #"{"template_output":{"a":}}"#,
        "{\"template_output\":" + String(repeating: "{\"a\":", count: 30) + "1"
            + String(repeating: "}", count: 31),
    ]) func otherAnswersAreNone(_ answer: String) { #expect(self.search(answer) == nil) }
}
