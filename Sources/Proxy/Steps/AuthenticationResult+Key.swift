internal import Authenticate
internal import Metrics

extension AuthenticationResult {
    init(_ failure: KeyFailure) {
        switch failure {
        case .malformed: self = .malformed
        case .unknown: self = .unknownKey
        case .wrongSecret: self = .wrongSecret
        case .expired: self = .expired
        case .invalidated: self = .invalidated
        case .suspended: self = .suspended
        case .ownerGone: self = .ownerGone
        }
    }
}
