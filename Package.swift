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
        // Layer 1: bytes, text, logging.
        .target(name: "Bytes", swiftSettings: settings),
        .target(name: "JSON", dependencies: ["Bytes"], swiftSettings: settings),
        .target(name: "Observe", dependencies: ["Bytes"], swiftSettings: settings),
        // Layer 2: engines and the loop.
        .target(name: "EventLoop", dependencies: ["Bytes", "CLinux"], swiftSettings: settings),
        .target(name: "TLS", dependencies: ["Bytes", "COpenSSL"], swiftSettings: settings),
        .target(name: "HTTP", dependencies: ["Bytes"], swiftSettings: pure),
        .target(name: "HTTP1", dependencies: ["Bytes", "HTTP"], swiftSettings: pure),
        .target(name: "HTTP2", dependencies: ["Bytes", "HTTP", "CNGHTTP2"], swiftSettings: settings),
        .target(name: "Inflate", dependencies: ["Bytes", "CZlib"], swiftSettings: settings),
        .target(name: "Elasticsearch", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "Transport", dependencies: ["Bytes", "EventLoop", "TLS"], swiftSettings: settings),
        // Layer 3: who it is, what is asked, what it touches, and whether that is granted.
        .target(name: "Keys", dependencies: ["Bytes", "COpenSSL"], swiftSettings: settings),
        .target(name: "Store", dependencies: ["JSON", "Keys", "CSQLite"], swiftSettings: settings),
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
        .target(name: "Limit", swiftSettings: pure),
        .target(name: "Audit", dependencies: ["Bytes", "Observe"], swiftSettings: settings),
        .target(
            name: "Security",
            dependencies: [
                "Bytes",
                "JSON",
                "HTTP",
                "Elasticsearch",
                "Keys",
                "Authenticate",
                "Classify",
                "Bodies",
                "Authorize",
                "Decide",
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
                "EventLoop",
                "TLS",
                "Transport",
                "HTTP",
                "HTTP1",
                "HTTP2",
                "Inflate",
                "Elasticsearch",
                "Keys",
                "Authenticate",
                "Classify",
                "Bodies",
                "Resolve",
                "Authorize",
                "Cursors",
                "Decide",
                "Audit",
                "Security",
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
        .target(name: "Configuration", dependencies: ["JSON", "CYAML"], swiftSettings: settings),
        // Layer 5: programs.
        .executableTarget(
            name: "Keyward",
            dependencies: [
                "Bytes",
                "JSON",
                "Observe",
                "EventLoop",
                "TLS",
                "HTTP",
                "HTTP1",
                "HTTP2",
                "Keys",
                "Store",
                "Authenticate",
                "Classify",
                "Authorize",
                "Cursors",
                "Decide",
                "Audit",
                "Security",
                "Upstream",
                "Proxy",
                "SampleUpstream",
                "Configuration",
                "COpenSSL",
                "CNGHTTP2",
                "CSQLite",
                "CYAML",
            ], swiftSettings: settings),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Bytes",
                "EventLoop",
                "HTTP",
                "HTTP1",
                "TLS",
                "Transport",
                "Keys",
                "Store",
                "Security",
            ], swiftSettings: settings),
    ]
        + [
            "Bytes",
            "JSON",
            "Observe",
            "EventLoop",
            "TLS",
            "HTTP",
            "HTTP1",
            "HTTP2",
            "Inflate",
            "Elasticsearch",
            "Keys",
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
            "Security",
            "Upstream",
            "Proxy",
            "SampleUpstream",
            "Configuration",
        ].map { name in
            .testTarget(
                name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"],
                swiftSettings: settings)
        }
        // What tests share: blocking peers, scripted upstreams, a store in memory.
        + [
            .target(
                name: "TestSupport", dependencies: ["Bytes", "TLS", "Keys"], path: "Tests/TestSupport",
                swiftSettings: settings)
        ]
)
