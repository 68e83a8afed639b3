internal import JSON

/// Reads the answer to `GET` ``path(hasHidden:)``: the cluster state's metadata, cut down to what names tell.
public enum CatalogueReader {
    public struct Fault: Error, Sendable, Equatable {
        public var message: String
    }

    /// The request; `filter_path` is understood from 1.6 on, and what it names is there in all releases.
    public static let path =
        "/_cluster/state/metadata?filter_path=metadata.indices.*.state,metadata.indices.*.aliases,"
        + "metadata.indices.*.settings.index.hidden,metadata.data_stream.**"
    /// Hidden aliases are told here only (7.7 and later).
    public static let aliasPath = "/_alias?expand_wildcards=all&filter_path=*.aliases.*.is_hidden"

    /// - Parameters:
    ///   - state: the answer to ``path``.
    ///   - aliases: the answer to ``aliasPath``; nil before 7.7.
    public static func read(
        state: [UInt8], aliases: [UInt8]?, generation: UInt64, takenAt: Int64
    ) throws(Fault) -> IndexCatalogue {
        let metadata = try self.object(state)["metadata"]
        let hiddenAliases =
            try aliases.map { bytes throws(Fault) in self.hiddenAliases(try self.object(bytes)) } ?? []
        let streams = self.streams(metadata?["data_stream"]?["data_stream"])
        var entries: [IndexCatalogue.Entry] = []
        var targets: [String: [String]] = [:]
        for member in metadata?["indices"]?.members ?? [] {
            for alias in member.value["aliases"]?.elements ?? [] {
                if let alias = alias.string { targets[alias, default: []].append(member.name) }
            }
            let hidden = member.value["settings"]?["index"]?["hidden"]
            entries.append(
                IndexCatalogue.Entry(
                    name: member.name, kind: .index,
                    isHidden: hidden?.string == "true" || hidden?.bool == true,
                    isOpen: member.value["state"]?.string != "close", dataStream: streams.backing[member.name]
                ))
        }
        for member in metadata?["data_stream"]?["data_stream_aliases"]?.members ?? [] {
            for stream in member.value["data_streams"]?.elements ?? [] {
                if let stream = stream.string { targets[member.name, default: []].append(stream) }
            }
        }
        entries += streams.entries
        for (alias, names) in targets {
            entries.append(
                IndexCatalogue.Entry(
                    name: alias, kind: .alias, isHidden: hiddenAliases.contains(alias),
                    targets: names.sorted()))
        }
        return IndexCatalogue(entries: entries, generation: generation, takenAt: takenAt)
    }

    private static func object(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(bytes)
        } catch {
            throw Fault(message: "the cluster's state cannot be read: \(error.message)")
        }
        guard value.members != nil else { throw Fault(message: "the cluster's state is no object") }
        return value
    }

    private static func hiddenAliases(_ value: JSONValue) -> Set<String> {
        var names: Set<String> = []
        for index in value.members ?? [] {
            for alias in index.value["aliases"]?.members ?? [] where alias.value["is_hidden"]?.bool == true {
                names.insert(alias.name)
            }
        }
        return names
    }

    private static func streams(
        _ value: JSONValue?
    ) -> (entries: [IndexCatalogue.Entry], backing: [String: String]) {
        var entries: [IndexCatalogue.Entry] = []
        var backing: [String: String] = [:]
        for member in value?.members ?? [] {
            entries.append(
                IndexCatalogue.Entry(
                    name: member.name, kind: .dataStream, isHidden: member.value["hidden"]?.bool == true))
            for index in member.value["indices"]?.elements ?? [] {
                if let name = index["index_name"]?.string { backing[name] = member.name }
            }
        }
        return (entries, backing)
    }
}
