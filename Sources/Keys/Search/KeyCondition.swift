/// Which keys are looked for.
public indirect enum KeyCondition: Sendable {
    public enum TimeField: Sendable { case creation, expiration, invalidation }

    case all
    case none
    case ids(Set<APIKeyID>)
    case name(TextTest)
    case username(TextTest)
    case realm(TextTest)
    case realmType(TextTest)
    /// Asked once of each owner.
    case owner(@Sendable (KeyOwner) -> Bool)
    /// Both bounds are included. A key without that time is not found.
    case time(TimeField, ClosedRange<Int64>)
    case invalidated(Bool)
    case suspended(Bool)
    case and([KeyCondition])
    case or([KeyCondition], atLeast: Int)
    case not(KeyCondition)
    /// To be resolved by the store before keys are looked for.
    case metadata(MetadataMatch)

    /// All that must be asked of the store.
    public var metadataMatches: [MetadataMatch] {
        switch self {
        case .metadata(let match): [match]
        case .and(let conditions), .or(let conditions, _): conditions.flatMap(\.metadataMatches)
        case .not(let condition): condition.metadataMatches
        default: []
        }
    }

    /// With what the store has answered in the place of the questions.
    public func resolved(_ answers: [MetadataMatch: Set<APIKeyID>]) -> KeyCondition {
        switch self {
        case .metadata(let match): .ids(answers[match] ?? [])
        case .and(let conditions): .and(conditions.map { $0.resolved(answers) })
        case .or(let conditions, let atLeast): .or(conditions.map { $0.resolved(answers) }, atLeast: atLeast)
        case .not(let condition): .not(condition.resolved(answers))
        default: self
        }
    }
}
