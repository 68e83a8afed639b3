internal import Keys

/// Writes what metadata is searched by. Knows nothing of the keys' own table, whose form changes. Confined to the
/// writing queue.
final class MetadataWriter {
    private let insertion: Statement
    private let deletion: Statement

    init(_ database: SQLite) throws(StoreError) {
        self.insertion = try database.prepare(
            "INSERT OR IGNORE INTO key_metadata (path, value, id) VALUES (?,?,?)")
        self.deletion = try database.prepare("DELETE FROM key_metadata WHERE id = ?")
    }

    func insert(_ metadata: String, of id: String) throws(StoreError) {
        for leaf in MetadataLeaves.of(metadata) {
            try self.insertion.bind([.text(leaf.path), .text(leaf.value), .text(id)])
            _ = try self.insertion.step()
        }
    }

    func remove(of id: String) throws(StoreError) {
        try self.deletion.bind([.text(id)])
        _ = try self.deletion.step()
    }
}
