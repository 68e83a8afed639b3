import Authenticate
import Bytes
import Keys

extension FuzzTarget {
    /// The value of `Authorization`: a credential, or none; no key is found where there is none.
    static let authorization = FuzzTarget(
        "authorization",
        texts: [
            "ApiKey aWQ6c2VjcmV0", "apikey  aWQ6c2VjcmV0", "Basic dXNlcjpwYXNzd29yZA==", "basic dTpw",
            "ApiKey", "Basic ", "Bearer x", "ApiKey Og==",
            "ApiKey " + String(repeating: "QUJD", count: 40) + "Og==", "ApiKey \u{1}", "ApiKey aWQ6c2VjcmV=",
        ]
    ) { bytes in
        let table = KeyTable()
        let authenticator = KeyAuthenticator(table: table)
        try bytes.withUnsafeBufferPointer { value in
            switch AuthorizationField(value) {
            case .apiKey(let digits):
                try require(!digits.isEmpty && digits.count < bytes.count, "digits")
                guard case .invalid = authenticator.authenticate(digits, now: 0) else {
                    throw FuzzFailure(description: "a key that there is not")
                }
                try Self.checkDigits(Array(digits))
            case .basic(let digits): try Self.checkDigits(Array(digits))
            case .none: try require(bytes.count <= 7, "no credential")
            case .unsupported: break
            }
        }
    }

    /// Base64 of either kind, padded or not: what is written is what was read.
    private static func checkDigits(_ digits: [UInt8]) throws {
        for alphabet in [Base64.Alphabet.standard, .urlSafe] {
            guard let decoded = Base64.decode(digits, alphabet: alphabet) else { continue }
            try require(decoded.count <= digits.count, "longer than its digits")
            let encoded = Base64.encode(decoded, alphabet: alphabet, padding: true)
            try require(Base64.decode(encoded, alphabet: alphabet) == decoded, "not read again")
        }
    }
}
