import Testing

@testable import HTTP

@Suite struct TargetImageTests {
    private func target(_ text: String, plusIsSpace: Bool = false) throws -> RequestTarget {
        let target = RequestTarget()
        let bytes = Array(text.utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: plusIsSpace, limits: .default)
        return target
    }

    /// Each differs from each other, though most have the same octets once they are decoded.
    private static let different = [
        "/", "/a", "/b", "/abc", "/a/bc", "/ab/c", "/a/b/c", "/a%2Fbc", "/a?bc", "/a?b=c", "/a?b&c", "/ab?c",
        "/?abc", "/?a=bc", "/?ab=c", "/?abc=", "/?a&b=c", "/?a=b&c", "/a/b?c", "/a/b?c=", "/%41bc",
    ]

    @Test func onlyTheSameMatches() throws {
        for first in Self.different {
            let image = try #require(try self.target(first).image)
            for second in Self.different {
                #expect(try self.target(second).matches(image) == (first == second), "\(first) \(second)")
            }
        }
    }

    @Test(arguments: [("/a/b", "/a/b/"), ("/a", "/%61"), ("/a?x=1;y=2", "/a?x=1&y=2"), ("/a?x", "/a?&x")])
    func anotherSpellingMatches(first: String, second: String) throws {
        let image = try #require(try self.target(first).image)
        #expect(try self.target(second).matches(image))
    }

    @Test func whatAPlusMeansTellsTargetsApart() throws {
        let image = try #require(try self.target("/a+b", plusIsSpace: false).image)
        #expect(try !self.target("/a+b", plusIsSpace: true).matches(image))
        #expect(try self.target("/a%2Bb", plusIsSpace: true).matches(image))
    }

    @Test func aTargetThatWasWrittenIntoIsAnother() throws {
        let target = try self.target("/a/_search?x=1")
        let image = try #require(target.image)
        #expect(target.matches(image))
        target.replaceSegment(0, with: Array("b".utf8))
        #expect(!target.matches(image))
        let other = try self.target("/a/_search?x=1")
        other.replaceParameter(0, value: Array("2".utf8))
        #expect(!other.matches(image))
        let third = try self.target("/a/_search?x=1")
        third.insertSegment(Array("c".utf8), at: 0)
        #expect(!third.matches(image))
        third.removeSegment(at: 0)
        // The same parts; more octets lie behind them, so that it is judged anew.
        #expect(!third.matches(image))
    }

    @Test func whatIsLongOrNoPathIsNotKept() throws {
        let path = "/" + String(repeating: "a", count: TargetImage.lengthMax)
        #expect(try self.target(path).image != nil)
        #expect(try self.target(path + "a").image == nil)
        let asterisk = RequestTarget()
        asterisk.setAsterisk()
        #expect(asterisk.image == nil)
        #expect(!asterisk.matches(try #require(try self.target("/").image)))
    }
}
