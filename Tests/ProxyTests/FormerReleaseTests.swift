import Classify
import HTTP
import HTTP1
import Testing

@testable import Proxy

/// What Elasticsearch 8 takes for a request as of release 7 must be one here too: its routes are others.
@Suite struct FormerReleaseTests {
    private func isFormer(_ field: String, _ release: Release = Release(.elasticsearch, 8, 18)) throws -> Bool
    {
        let bytes = Array("POST /logs-a/_async_search HTTP/1.1\r\nHost: h\r\n\(field)\r\n\r\n".utf8)
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        #expect(try parser.parse(bytes.span, into: head))
        return unsafe bytes.withUnsafeBufferPointer {
            unsafe Steps.asksForFormerRelease(head, $0, release)
        }
    }

    @Test(arguments: ["Accept", "content-type"])
    func aFormerReleaseIsSeen(_ name: String) throws {
        let media = "\(name): application/vnd.elasticsearch+json"
        for asked in [
            ";compatible-with=7", ";compatible-with=07", ";compatible-with=0000007", ";\tCOMPATIBLE-WITH=7",
            "; compatible-with\t= \t7",
            "; charset=utf-8 ; compatible-with=7", ";compatible-with=8;compatible-with=7",
        ] { #expect(try self.isFormer(media + asked), "\(asked)") }
        for other in ["", ";compatible-with=8", ";compatible-with=08", ";compatible-with=", ";x=7"] {
            #expect(try !self.isFormer(media + other), "\(other)")
        }
        #expect(try self.isFormer(media + ";compatible-with=8", Release(.elasticsearch, 9, 0)))
        #expect(try !self.isFormer(media + ";compatible-with=7", Release(.elasticsearch, 7, 17)))
        #expect(try !self.isFormer(media + ";compatible-with=7", Release(.opensearch, 2, 19)))
    }
}
