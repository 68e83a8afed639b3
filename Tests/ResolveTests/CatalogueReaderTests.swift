import Testing

@testable import Resolve

@Suite struct CatalogueReaderTests {
    static let state = """
        {"metadata":{"indices":{"logs-a":{"state":"open","aliases":["logs","both"],"settings":{"index":{"hidden":"true"}}},
        "old":{"state":"close","aliases":["both"]},".ds-x-1":{"state":"open","aliases":[],"settings":{"index":{"hidden":"true"}}}},
        "data_stream":{"data_stream":{"x":{"name":"x","hidden":false,"indices":[{"index_name":".ds-x-1","index_uuid":"u"}]}},
        "data_stream_aliases":{"streams":{"name":"streams","data_streams":["x"]}}}}}
        """

    @Test func everythingIsRead() throws {
        let aliases = #"{"logs-a":{"aliases":{"logs":{"is_hidden":true}}}}"#
        let catalogue = try CatalogueReader.read(
            state: Array(Self.state.utf8), aliases: Array(aliases.utf8), generation: 3, takenAt: 5)
        #expect(catalogue.generation == 3)
        #expect(
            catalogue.entries.map(\.name) == [".ds-x-1", "both", "logs", "logs-a", "old", "streams", "x"])
        #expect(catalogue["logs-a"]?.isHidden == true)
        #expect(catalogue["old"]?.isOpen == false)
        #expect(catalogue["both"]?.targets == ["logs-a", "old"])
        #expect(catalogue["both"]?.isHidden == false)
        #expect(catalogue["logs"]?.isHidden == true)
        #expect(catalogue[".ds-x-1"]?.dataStream == "x")
        #expect(catalogue["x"]?.kind == .dataStream)
        #expect(catalogue["streams"]?.targets == ["x"])
        #expect(catalogue["none"] == nil)
    }

    @Test func anEmptyClusterHasNone() throws {
        #expect(
            try CatalogueReader.read(state: Array("{}".utf8), aliases: nil, generation: 1, takenAt: 0).entries
                .isEmpty)
    }

    @Test(arguments: ["", "[]", "{\"metadata\":", "<html>"])
    func whatIsNoStateIsRefused(_ text: String) {
        #expect(throws: CatalogueReader.Fault.self) {
            try CatalogueReader.read(state: Array(text.utf8), aliases: nil, generation: 1, takenAt: 0)
        }
    }
}
