/// Something that reads bytes of strangers, and what must hold whatever they are: `scripts/fuzz` looks for bytes for
/// which it does not, the tests try those that are known.
package struct FuzzTarget: Sendable {
    /// As it is called on the command line, and its folder in `Corpus`.
    package let name: String
    /// What mutation begins with.
    package let seeds: [[UInt8]]
    private let check: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, seeds: [[UInt8]], _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.seeds = seeds
        self.check = check
    }

    init(_ name: String, texts: [String], _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.init(name, seeds: texts.map { Array($0.utf8) }, check)
    }

    /// - Throws: ``FuzzFailure`` when something does not hold.
    package func run(_ bytes: [UInt8]) throws { try self.check(bytes) }

    package static let all: [FuzzTarget] = [
        .aliasList, .authorization, .bodies, .bulk, .catalogue, .configuration, .content, .cursorRewriter,
        .cursorSeal, .http2Session, .indexExpression, .inflate, .json, .patterns, .proxyHeader, .requests,
        .responseHead, .roles, .rolesYAML, .security, .splicer, .target,
    ]
}

package struct FuzzFailure: Error, CustomStringConvertible {
    package let description: String
}

func require(_ holds: Bool, _ words: @autoclosure () -> String) throws {
    if !holds { throw FuzzFailure(description: words()) }
}

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
