import Elasticsearch
import Testing

@testable import Authorize

@Suite struct ActionSetTests {
    @Test func holdsWhatWasPutIn() throws {
        let search = try #require(Action("indices:data/read/search"))
        let last = try #require(Action(index: Action.count - 1))
        var set = ActionSet([search, last])
        #expect(set.actions == [search, last].sorted { $0.index < $1.index })
        #expect(set.contains(search) && set.contains(last) && set.count == 2)
        #expect(set.intersection(ActionSet([last])) == ActionSet([last]))
        #expect(ActionSet([last]).isSubset(of: set) && !set.isSubset(of: ActionSet([last])))
        #expect(ActionSet().isEmpty && ActionSet().isSubset(of: set))
        set.formUnion(ActionSet((0..<Action.count).compactMap { Action(index: $0) }))
        #expect(set.count == Action.count)
    }
}
