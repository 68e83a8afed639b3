import Testing

@testable import Decide

@Suite struct PassageTests {
    @Test func copyIsChangedAlone() {
        var passage = Passage(endpoint: nil, content: .stream)
        passage.defaultIndex = "logs"
        passage.names = ["logs"]
        passage.isRepeatable = true
        let kept = passage
        passage.content = .bulk
        passage.defaultIndex = nil
        passage.names.append("other")
        passage.passesUnread = true
        #expect(!kept.readsContent && passage.readsContent)
        #expect(kept.defaultIndex == "logs" && passage.defaultIndex == nil)
        #expect(kept.names == ["logs"] && passage.names == ["logs", "other"])
        #expect(!kept.passesUnread && kept.isRepeatable && passage.isRepeatable)
    }
}
