internal import Commands
internal import JSON
internal import Keys

/// `keyward keys check-secret`: whether a text is a secret of a key, without asking anybody.
enum KeysCheckSecretCommand {
    /// Bytes of a text: `id:secret` in Base64 has some 90.
    private static let sizeMax = 4096

    static func run(_ arguments: Arguments) -> Int32 {
        let text: String
        do throws(CommandFailure) {
            let bytes = try Input().read(arguments.operands.first ?? "-", for: "FILE", sizeMax: self.sizeMax)
            text = String(decoding: bytes.split(whereSeparator: { $0 <= 0x20 }).first ?? [], as: UTF8.self)
        } catch {
            error.report(arguments)
            return error.code
        }
        let (kind, words, prefix, id): (String, String, String?, String?) =
            switch SecretFormat.inspect(text) {
            case .secret(let prefix, let id):
                ("secret", "a secret with the prefix \(prefix); its checksum is right", prefix, id)
            case .wrongChecksum:
                (
                    "wrong_checksum", "like a secret, but its checksum is wrong: mistyped, cut or made up",
                    nil, nil
                )
            case .plain(let id):
                (
                    "plain",
                    "22 digits without prefix and checksum: a secret like Elasticsearch's, or chance", nil, id
                )
            case .none: ("none", "no secret of a key", nil, nil)
            }
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.name("finding")
            writer.string(kind)
            for (name, value) in [("prefix", prefix), ("id", id)] {
                guard let value else { continue }
                writer.name(name)
                writer.string(value)
            }
            writer.endObject()
            print(writer.text)
        } else if !arguments.has(.quiet) {
            print(words + (id.map { "; of the key \($0)" } ?? ""))
        }
        return kind == "secret" || kind == "plain" ? 0 : 1
    }
}
