// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target; Swift 6 mode comes from the tools version.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Exclusivity is proven by the tests (debug builds check it); the checks cost 30 % of our user time.
    .unsafeFlags(
        ["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
]
/// Engines and policy: every expression that could leave memory unsafe must say `unsafe`.
let pure = settings + [.strictMemorySafety()]

let package = Package(
    name: "Keyward",
    products: [
        .executable(name: "keyward", targets: ["Keyward"]),
        .executable(name: "keyward-bench", targets: ["Bench"]),
    ],
    targets: [
        // Layer 0: C libraries, headers only.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CNGHTTP2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        // The console's pages as bytes of the program.
        .target(name: "CConsole", exclude: ["Files", "Pictures"]),
        // Layer 1: bytes, text, logging.
        .target(name: "Bytes", swiftSettings: settings),
        .target(name: "JSON", dependencies: ["Bytes"], swiftSettings: settings),
        .target(name: "Observe", dependencies: ["Bytes"], swiftSettings: settings),
        .target(name: "Address", swiftSettings: pure),
        // Layer 2: engines and the loop.
        .target(name: "EventLoop", dependencies: ["Bytes", "Address", "CLinux"], swiftSettings: settings),
        .target(name: "TLS", dependencies: ["Bytes", "COpenSSL"], swiftSettings: settings),
        .target(name: "HTTP", dependencies: ["Bytes"], swiftSettings: pure),
        .target(name: "HTTP1", dependencies: ["Bytes", "HTTP"], swiftSettings: pure),
        .target(name: "HTTP2", dependencies: ["Bytes", "HTTP", "CNGHTTP2"], swiftSettings: settings),
        .target(name: "Inflate", dependencies: ["Bytes", "CZlib"], swiftSettings: settings),
        .target(name: "Console", dependencies: ["CConsole", "CZlib"], swiftSettings: settings),
        .target(name: "Elasticsearch", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "Transport", dependencies: ["Bytes", "EventLoop", "TLS"], swiftSettings: settings),
        // Layer 3: who it is, what is asked, what it touches, and whether that is granted.
        .target(name: "Keys", dependencies: ["Bytes", "COpenSSL"], swiftSettings: settings),
        .target(
            name: "Usage",
            dependencies: [
                "Bytes",
                "Observe",
                "Keys",
            ], swiftSettings: settings),
        .target(
            name: "Store",
            dependencies: [
                "JSON",
                "Keys",
                "Usage",
                "CSQLite",
            ], swiftSettings: settings),
        .target(
            name: "Authenticate",
            dependencies: [
                "Bytes",
                "JSON",
                "Keys",
                "COpenSSL",
                "CCrypt",
            ], swiftSettings: settings),
        .target(name: "Classify", dependencies: ["HTTP", "Elasticsearch"], swiftSettings: pure),
        .target(name: "Bodies", dependencies: ["Bytes", "JSON", "Elasticsearch"], swiftSettings: pure),
        .target(name: "Resolve", dependencies: ["JSON"], swiftSettings: pure),
        .target(name: "Authorize", dependencies: ["JSON", "Elasticsearch"], swiftSettings: pure),
        .target(name: "Cursors", dependencies: ["Bytes", "COpenSSL"], swiftSettings: settings),
        .target(
            name: "Decide",
            dependencies: [
                "Bytes",
                "JSON",
                "HTTP",
                "Elasticsearch",
                "Classify",
                "Bodies",
                "Resolve",
                "Authorize",
                "Cursors",
            ], swiftSettings: pure),
        .target(name: "Metrics", dependencies: ["Bytes"], swiftSettings: settings),
        .target(name: "Limit", dependencies: ["Bytes", "JSON", "Address"], swiftSettings: pure),
        .target(name: "Audit", dependencies: ["Bytes", "Observe", "COpenSSL"], swiftSettings: settings),
        .target(
            name: "Security",
            dependencies: [
                "Audit",
                "Bytes",
                "JSON",
                "HTTP",
                "Elasticsearch",
                "Keys",
                "Usage",
                "Metrics",
                "Authenticate",
                "Classify",
                "Bodies",
                "Authorize",
                "Decide",
                "Limit",
            ], swiftSettings: settings),
        // Layer 4: the way to the cluster and the conductor.
        .target(
            name: "Upstream",
            dependencies: [
                "Bytes",
                "Observe",
                "EventLoop",
                "TLS",
                "Transport",
                "HTTP",
                "HTTP1",
            ], swiftSettings: settings),
        .target(
            name: "Proxy",
            dependencies: [
                "Bytes",
                "JSON",
                "Observe",
                "Address",
                "EventLoop",
                "TLS",
                "Transport",
                "HTTP",
                "HTTP1",
                "HTTP2",
                "Inflate",
                "Elasticsearch",
                "Keys",
                "Usage",
                "Authenticate",
                "Classify",
                "Bodies",
                "Resolve",
                "Authorize",
                "Cursors",
                "Decide",
                "Limit",
                "Audit",
                "Metrics",
                "Security",
                "Console",
                "Upstream",
            ], swiftSettings: settings),
        .target(
            name: "SampleUpstream",
            dependencies: [
                "Bytes",
                "JSON",
                "EventLoop",
                "HTTP",
                "HTTP1",
            ], swiftSettings: settings),
        .target(name: "Configuration", dependencies: ["Bytes", "JSON", "CYAML"], swiftSettings: settings),
        // The command line: arguments and what is shown; the way to a running proxy.
        .target(name: "Commands", dependencies: ["Bytes", "JSON", "Observe"], swiftSettings: settings),
        .target(
            name: "Client",
            dependencies: [
                "Bytes",
                "JSON",
                "EventLoop",
                "TLS",
                "HTTP",
                "HTTP1",
            ], swiftSettings: settings),
        // The audit trail on its way into a cluster.
        .target(
            name: "AuditIndex",
            dependencies: [
                "Bytes",
                "JSON",
                "Observe",
                "TLS",
                "HTTP",
                "Audit",
                "Client",
                "COpenSSL",
            ], swiftSettings: settings),
        // Layer 5: programs.
        .executableTarget(
            name: "Keyward",
            dependencies: [
                "Bytes",
                "JSON",
                "Observe",
                "Address",
                "EventLoop",
                "TLS",
                "HTTP",
                "HTTP1",
                "HTTP2",
                "Elasticsearch",
                "Keys",
                "Usage",
                "Store",
                "Authenticate",
                "Classify",
                "Authorize",
                "Cursors",
                "Decide",
                "Limit",
                "Audit",
                "Security",
                "Upstream",
                "Proxy",
                "SampleUpstream",
                "Configuration",
                "Commands",
                "Client",
                "AuditIndex",
                "COpenSSL",
                "CNGHTTP2",
                "CSQLite",
                "CYAML",
            ], swiftSettings: settings),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Bytes",
                "JSON",
                "EventLoop",
                "HTTP",
                "HTTP1",
                "TLS",
                "Transport",
                "Keys",
                "Store",
                "Classify",
                "Authorize",
                "Cursors",
                "Decide",
                "Security",
            ], swiftSettings: settings),
    ]
        + [
            "Bytes",
            "JSON",
            "Observe",
            "Address",
            "EventLoop",
            "TLS",
            "HTTP",
            "HTTP1",
            "HTTP2",
            "Inflate",
            "Console",
            "Elasticsearch",
            "Keys",
            "Usage",
            "Store",
            "Authenticate",
            "Classify",
            "Bodies",
            "Resolve",
            "Authorize",
            "Cursors",
            "Decide",
            "Limit",
            "Audit",
            "Metrics",
            "Security",
            "Upstream",
            "Proxy",
            "SampleUpstream",
            "Configuration",
            "Commands",
            "Client",
            "AuditIndex",
        ].map { name in
            .testTarget(
                name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"],
                swiftSettings: settings)
        }
        // What tests share: blocking peers, scripted upstreams, a store in memory.
        + [
            .target(
                name: "TestSupport", dependencies: ["Bytes", "TLS", "Keys"], path: "Tests/TestSupport",
                swiftSettings: settings),
            // What must hold for any bytes: the tests try those that are known.
            .target(
                name: "Fuzz",
                dependencies: [
                    "Address",
                    "Authenticate",
                    "Authorize",
                    "Bodies",
                    "Bytes",
                    "Classify",
                    "Configuration",
                    "Cursors",
                    "Elasticsearch",
                    "HTTP",
                    "HTTP1",
                    "HTTP2",
                    "Inflate",
                    "JSON",
                    "Keys",
                    "Resolve",
                    "Security",
                    "TestSupport",
                ], path: "Tests/Fuzz", exclude: ["Corpus"], swiftSettings: settings),
            .testTarget(name: "FuzzTests", dependencies: ["Fuzz", "TestSupport"], swiftSettings: settings),
        ]
)

// `scripts/fuzz` looks for other bytes: libFuzzer is linked in then, which no other build needs.
if Context.environment["KEYWARD_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/CLibFuzzer"),
        .executableTarget(
            name: "FuzzDriver", dependencies: ["Fuzz", "CLibFuzzer"], path: "Tests/FuzzDriver",
            swiftSettings: settings),
    ]
}
