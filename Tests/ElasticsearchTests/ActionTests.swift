import Testing

@testable import Elasticsearch

@Suite struct ActionTests {
    @Test func everyNameIsThereOnce() throws {
        #expect(Action.count == 598)
        #expect(Set(ActionNames.all).count == Action.count)
        for name in ActionNames.all { #expect(Action(name)?.name == name) }
    }

    @Test func templatesBelongToTheCluster() throws {
        #expect(try #require(Action("indices:admin/template/put")).isCluster)
        #expect(try #require(Action("cluster:monitor/main")).isCluster)
        #expect(try !#require(Action("indices:data/read/search")).isCluster)
        #expect(Action("indices:data/read/no_such_thing") == nil)
        #expect(Action(index: Action.count) == nil)
    }
}
