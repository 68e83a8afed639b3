import Testing

@testable import Keys

@Suite struct KeyEntriesTests {
    private static func entry(_ number: Int) -> KeyEntry {
        KeyEntry(
            id: APIKeyID("k\(number)") ?? .empty, hash: .none(salt: 7), creation: Int64(number),
            expiration: .max, invalidation: .max, generation: 1, owner: 0, roleDescriptors: 0, limitedBy: 0,
            nameStart: 0, nameCount: 0, flags: [], policy: 0)
    }

    /// From the first ones over the size where memory comes in huge pages, and over it again.
    @Test func keepsWhatWasAppended() {
        var entries = KeyEntries()
        #expect(entries.isEmpty && entries.first == nil)
        let count = 50_000
        for number in 0..<count { entries.append(Self.entry(number)) }
        #expect(entries.count == count)
        #expect(entries.enumerated().allSatisfy { $0.element.creation == Int64($0.offset) })
        #expect(entries.memoryBytes >= count * MemoryLayout<KeyEntry>.stride)
        #expect(entries.memoryBytes < 2 * count * MemoryLayout<KeyEntry>.stride)
    }

    @Test(arguments: [1, 8, 9, 30_000]) func copyIsChangedAlone(count: Int) {
        var entries = KeyEntries()
        for number in 0..<count { entries.append(Self.entry(number)) }
        let kept = entries
        entries[0] = Self.entry(-1)
        entries.append(Self.entry(count))
        #expect(kept.count == count && kept[0].creation == 0)
        #expect(
            entries.count == count + 1 && entries[0].creation == -1 && entries[count].creation == Int64(count)
        )
        #expect(entries.dropFirst().enumerated().allSatisfy { $0.element.creation == Int64($0.offset + 1) })
    }

    @Test func indexIsChecked() async {
        await #expect(processExitsWith: .failure) { _ = KeyEntries()[0] }
    }
}
