internal import CConsole

/// The pages of the console: part of the program, made ready at start. Reads no file.
public struct ConsoleFiles: Sendable {
    private let files: [String: ConsoleFile]

    public init() {
        var files: [String: ConsoleFile] = [:]
        for index in 0..<CConsole_fileCount {
            let entry = CConsole_fileAt(index)
            let name = String(cString: entry.name)
            files[name] = ConsoleFile(
                name: name, bytes: Array(UnsafeBufferPointer(start: entry.bytes, count: entry.size)))
        }
        self.files = files
    }

    public var names: [String] { self.files.keys.sorted() }

    /// The file of that name; the empty name is the first page's.
    public func file(_ name: String) -> ConsoleFile? { self.files[name.isEmpty ? "index.html" : name] }

    /// Fields that every answer of the console carries: nothing from other hosts, nothing inline, no frame.
    public static let securityFields: [(String, String)] = [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ]
}
