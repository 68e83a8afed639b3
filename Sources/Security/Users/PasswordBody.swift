internal import Authenticate
internal import Elasticsearch
internal import JSON

/// `password` or `password_hash` of a request.
struct PasswordBody: Sendable {
    private enum Given: Sendable {
        case password([UInt8])
        case hash(String)
    }

    private var given: Given?

    var isEmpty: Bool { self.given == nil }

    /// - Returns: whether the field was one of the two.
    mutating func read(
        _ field: String, _ fields: FieldReader, _ reader: inout JSONReader
    ) throws(ErrorResponse) -> Bool {
        switch field {
        case "password":
            let password = try fields.string(field, &reader)
            try self.checkFirst()
            if let complaint = UserNames.passwordComplaint(password) { throw .invalid(complaint) }
            self.given = .password(Array(password.utf8))
        case "password_hash":
            let hash = try fields.string(field, &reader)
            try self.checkFirst()
            guard PasswordHash.isKnown(hash) else {
                throw .illegalArgument(
                    "The provided password hash is not a hash or it could not be resolved to a supported hash"
                        + " algorithm. The supported password hash algorithms are ["
                        + PasswordHash.algorithms.joined(separator: ", ") + "]")
            }
            self.given = .hash(hash)
        default: return false
        }
        return true
    }

    private func checkFirst() throws(ErrorResponse) {
        guard self.given == nil else { throw .invalid("password_hash has already been set") }
    }

    /// The hash to store; nil when neither was given. Completes on a worker: hashing is slow by intent.
    func hash(
        _ router: SecurityRouter,
        _ completion: @escaping @Sendable (Result<String?, ErrorResponse>) -> Void
    ) {
        switch self.given {
        case nil: completion(.success(nil))
        case .hash(let hash): completion(.success(hash))
        case .password(let password):
            let isTaken = router.passwords.hash(password) { hash in
                completion(hash.map { .success($0) } ?? .failure(.invalid("the password cannot be hashed")))
            }
            if !isTaken {
                completion(.failure(.tooManyRequests("too many passwords are being hashed", retryAfter: 1)))
            }
        }
    }
}
