internal import CNGHTTP2
internal import COpenSSL
internal import CSQLite
internal import CYAML

/// `keyward version`: what is running, libraries included, for whoever reads an advisory.
enum VersionCommand {
    static func run() -> Int32 {
        print("keyward \(Keyward.version)")
        print("OpenSSL \(String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)))")
        print("SQLite \(String(cString: sqlite3_libversion()))")
        if let library = nghttp2_version(0) {
            print("nghttp2 \(String(cString: library.pointee.version_str))")
        }
        print("libyaml \(String(cString: yaml_get_version_string()))")
        return 0
    }
}
