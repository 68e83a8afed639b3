/// A file of the console, ready to be sent.
public struct ConsoleFile: Sendable {
    /// Relative to the console's path, e.g. `js/main.js`.
    public let name: String
    public let mediaType: String
    public let bytes: [UInt8]
    /// The same by gzip; nil where that is not smaller.
    public let compressed: [UInt8]?
    /// A strong entity tag with its quotes (RFC 9110 §8.8.3).
    public let etag: String

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.mediaType = Self.mediaType(name)
        self.bytes = bytes
        let compressed = Gzip.compress(bytes)
        self.compressed = compressed.count < bytes.count ? compressed : nil
        self.etag = "\"\(String(Gzip.checksum(bytes), radix: 16))-\(String(bytes.count, radix: 16))\""
    }

    private static func mediaType(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
