import JSON
import Resolve

extension FuzzTarget {
    /// What an upstream says of its indices; behind the first NUL what it says of its aliases.
    static let catalogue = FuzzTarget(
        "catalogue",
        texts: [
            #"{"metadata":{"indices":{"a":{"state":"open","aliases":["x","y"],"settings":{"index":{"hidden":"true"}}}}}}"#
                + "\u{0}" + #"{"a":{"aliases":{"x":{"is_hidden":true}}}}"#,
            #"{"metadata":{"data_stream":{"data_stream":{"d":{"indices":[{"index_name":".ds-d-1"}],"hidden":true}},"data_stream_aliases":{"e":{"data_streams":["d"]}}}}}"#,
            #"{"metadata":{"indices":{".ds-d-1":{"state":"close"}}}}"#, "{}", "[]",
        ]
    ) { bytes in
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map {
            Array($0)
        }
        let aliases = parts.count == 2 ? parts[1] : nil
        guard
            let catalogue = try? CatalogueReader.read(
                state: parts[0], aliases: aliases, generation: 1, takenAt: 0)
        else { return }
        let indices = (try? JSONParser.parse(parts[0]))?["metadata"]?["indices"]?.members ?? []
        for index in indices { try require(catalogue[index.name] != nil, "lacks \(index.name)") }
        for entry in catalogue.entries {
            try require(catalogue[entry.name] != nil, "does not find \(entry.name)")
            guard entry.kind == .alias else { continue }
            try require(!entry.targets.isEmpty, "an alias of nothing")
            try require(entry.targets == entry.targets.sorted(), "targets are not sorted")
        }
        let names = catalogue.entries.map(\.name)
        try require(names == names.sorted(), "not sorted")
    }
}
