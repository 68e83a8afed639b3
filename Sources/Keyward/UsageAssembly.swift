internal import Configuration
internal import Elasticsearch
internal import Keys
internal import Observe
internal import Proxy
internal import Store
internal import Usage

/// Puts together what counts the usage of keys.
enum UsageAssembly {
    /// - Returns: nil where usage is not counted.
    static func ledger(
        _ configuration: Configuration, _ registry: KeyRegistry, _ logger: Logger
    ) throws -> UsageLedger? {
        guard configuration.usageIsEnabled else { return nil }
        let table = registry.table
        return UsageLedger(
            store: try SQLiteUsageStore(folder: configuration.pathData), logger: logger,
            operationName: { $0.action?.name ?? "" }, keyExists: { table.lookup($0) != nil })
    }
}
