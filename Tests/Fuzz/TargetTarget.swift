import Bytes
import Classify
import HTTP

extension FuzzTarget {
    /// Path and query: taken apart as a slow reader does it; what is forwarded means the same and is the same to
    /// every release's routes.
    static let target = FuzzTarget(
        "target",
        texts: [
            "a/", "b/_search?q=a+b&x=%26", "c/a,b-*/_doc/1%2F2?routing=x;y=z", "d//_search",
            "e/%3Ca-%7Bnow%2Fd%7D%3E/_bulk",
            "f/a/../_search", "g/_cat/indices/a+b?v&h=index", "h/a%00", "i/x/_mapping/_all?index=y", "j/a?=b",
            "k/_search/scroll/DnF1ZXJ5?scroll_id=x", "l/%5f%73earch/?", "m/é", "n/a%2e%2e?source=%7B%7D",
            "o/_aliases?expand_wildcards=open,hidden", "p/a/_update/1;x=y",
            "q/a%252Cb/_search?filter_path=**",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let choice = Int(input.byte())
        let table = Self.tables[choice % Self.tables.count]
        let plusIsSpace = choice & 1 == 0
        // What a request line can hold.
        let path = input.bytes.filter { (0x21...0x7e).contains($0) }
        let target = RequestTarget()
        guard Self.parse(path, target, plusIsSpace) else { return }
        let expected = SlowTarget(path, plusIsSpace: plusIsSpace)
        let segments = (0..<target.segmentCount).map { target.segmentText($0) }
        try require(segments == expected.segments, "\(segments) of \(text(path))")
        let parameters = target.parameters.map { target.text($0.name) + "=" + target.text($0.value) }
        try require(parameters == expected.parameters, "\(parameters) of \(text(path))")

        let written = Self.write(target)
        try require(written.allSatisfy { (0x21...0x7e).contains($0) }, "not plain: \(text(written))")
        try require(!written.contains(UInt8(ascii: "#")), "a fragment: \(text(written))")
        let again = RequestTarget()
        try require(Self.parse(written, again, plusIsSpace), "not read: \(text(written))")
        try require(
            (0..<again.segmentCount).map { again.segmentText($0) } == segments
                && again.parameters.map { again.text($0.name) + "=" + again.text($0.value) } == parameters,
            "another: \(text(written))")
        try require(Self.write(again) == written, "written otherwise: \(text(written))")
        for method in [Method.get, .post, .put, .delete, .head, .options] {
            let match = Self.describe(table.match(method, target, isCompatible: choice & 2 == 0))
            let second = Self.describe(table.match(method, again, isCompatible: choice & 2 == 0))
            try require(match == second, "\(match) and \(second): \(text(written))")
        }
    }

    private static let tables = [
        Release(.elasticsearch, 1, 7), Release(.elasticsearch, 2, 4), Release(.elasticsearch, 5, 6),
        Release(.elasticsearch, 6, 8), Release(.elasticsearch, 7, 17), Release(.elasticsearch, 8, 18),
        Release(.opensearch, 2, 19),
    ].map { EndpointTable(release: $0) }

    private static func parse(_ bytes: [UInt8], _ target: RequestTarget, _ plusIsSpace: Bool) -> Bool {
        (try? target.parse(bytes.span, 0..<bytes.count, plusIsSpace: plusIsSpace, limits: .default)) != nil
    }

    private static func write(_ target: RequestTarget) -> [UInt8] {
        let buffer = ByteBuffer(capacity: 64)
        target.write(into: buffer)
        return buffer.array
    }

    /// What was found, with the places of names.
    private static func describe(_ match: Match) -> String {
        guard case .endpoint(let request) = match else { return "\(match)" }
        let places = NameKind.allCases.map { "\(request.place(of: $0))" }
        return "\(request.endpoint.template) \(places) \(request.options)"
    }
}

/// A target taken apart the slow way: cut first, then each part decoded.
private struct SlowTarget {
    var segments: [String] = []
    var parameters: [String] = []

    init(_ path: [UInt8], plusIsSpace: Bool) {
        let halves = path.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        self.segments = halves[0].split(separator: UInt8(ascii: "/")).map {
            Self.decode($0, plusIsSpace: plusIsSpace)
        }
        guard halves.count == 2 else { return }
        for part in halves[1].split(whereSeparator: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") }) {
            let sides = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            self.parameters.append(
                Self.decode(sides[0], plusIsSpace: true) + "="
                    + (sides.count == 2 ? Self.decode(sides[1], plusIsSpace: true) : ""))
        }
    }

    private static func decode(_ part: ArraySlice<UInt8>, plusIsSpace: Bool) -> String {
        var rest = part
        var octets: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                octets.append(UInt8(text(rest.prefix(2)), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                octets.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
            }
        }
        return text(octets)
    }
}
