/// A search that a cluster has made of a template of its own.
public enum RenderedTemplate {
    private static let output = Array("template_output".utf8)
    /// Members of a request for a template that belong to its search.
    private static let flags = ["explain", "profile"].map { Array($0.utf8) }

    /// - Parameters:
    ///   - answer: the cluster's, `{"template_output":{...}}`.
    ///   - request: what named the template.
    /// - Returns: the search; nil when there is none in the answer, or one of both cannot be read.
    public static func search(
        in answer: borrowing Span<UInt8>, of request: borrowing Span<UInt8>, depthMax: Int
    ) -> [UInt8]? {
        guard let made = try? self.members(answer, depthMax),
            let asked = try? self.members(request, depthMax),
            made.filter({ $0.name == self.output }).count == 1,
            let range = made.first(where: { $0.name == self.output })?.value,
            answer[range.lowerBound] == UInt8(ascii: "{")
        else { return nil }
        var search = [UInt8(ascii: "{")]
        for member in asked where self.flags.contains(member.name) {
            guard self.isTrue(request, member.value) else { continue }
            search += [UInt8(ascii: "\"")] + member.name + Array("\":true,".utf8)
        }
        let start = search.count
        for index in range.dropFirst() { search.append(answer[index]) }
        // Of an empty search there is nothing behind the comma.
        guard start > 1, self.isEmpty(answer, range) else { return search }
        search.remove(at: start - 1)
        return search
    }

    private struct Member {
        var name: [UInt8]
        var value: Range<Int>
    }

    /// The members of the one object that a text is.
    private static func members(
        _ bytes: borrowing Span<UInt8>, _ depthMax: Int
    ) throws(Fault) -> [Member] {
        var members: [Member] = []
        var index = 0
        JSONScanner.skipSpace(bytes, &index)
        try JSONScanner.take(UInt8(ascii: "{"), bytes, &index)
        if !JSONScanner.closes(bytes, &index, UInt8(ascii: "}")) {
            while true {
                var name: [UInt8] = []
                try JSONScanner.decode(bytes, try JSONScanner.string(bytes, &index), into: &name)
                JSONScanner.skipSpace(bytes, &index)
                try JSONScanner.take(UInt8(ascii: ":"), bytes, &index)
                let start = index
                try JSONScanner.skipValue(bytes, &index, depth: depthMax)
                members.append(Member(name: name, value: start..<index))
                JSONScanner.skipSpace(bytes, &index)
                if JSONScanner.closes(bytes, &index, UInt8(ascii: "}")) { break }
                try JSONScanner.take(UInt8(ascii: ","), bytes, &index)
            }
        }
        JSONScanner.skipSpace(bytes, &index)
        guard index == bytes.count else { throw Fault(rule: .trailingText, offset: index) }
        return members
    }

    private static func isTrue(_ bytes: borrowing Span<UInt8>, _ value: Range<Int>) -> Bool {
        var text: [UInt8] = []
        for index in value where bytes[index] != UInt8(ascii: "\"") { text.append(bytes[index]) }
        return text == Array("true".utf8)
    }

    /// Whether an object has no member.
    private static func isEmpty(_ bytes: borrowing Span<UInt8>, _ object: Range<Int>) -> Bool {
        var index = object.lowerBound + 1
        JSONScanner.skipSpace(bytes, &index)
        return index == object.upperBound - 1
    }
}
