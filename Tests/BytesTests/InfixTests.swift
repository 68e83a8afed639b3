import Testing

@testable import Bytes

@Suite struct InfixTests {
    private func contains(_ text: String, _ part: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { Infix.contains($0, Array(part.utf8)) }
    }

    private func containsIgnoringCase(_ text: String, _ part: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { Infix.containsIgnoringCase($0, Array(part.utf8)) }
    }

    @Test func asSearchingEveryPlace() {
        let texts = ["", "a", "b", "ab", "ba", "aab", "abab", "aaaab", "bbba", "abcabd"]
        for text in texts {
            for part in texts {
                let places = Array(text.utf8), wanted = Array(part.utf8)
                let isThere =
                    wanted.isEmpty
                    || places.indices.contains { places[$0...].starts(with: wanted) }
                #expect(contains(text, part) == isThere, "\(text) \(part)")
                #expect(containsIgnoringCase(text.uppercased(), part) == isThere, "\(text) \(part)")
            }
        }
        #expect(!contains("AB", "a"))
        #expect(containsIgnoringCase("xÜAy", "a") && !containsIgnoringCase("xÜy", "ü"))
    }
}
