internal import JSON

/// What a cluster made of each line of a bulk request.
enum BulkAnswer {
    enum Outcome: Equatable {
        case created
        /// It had been there before: an earlier answer was lost.
        case present
        /// It will never be taken, with the cluster's words.
        case refused(String)
        /// It may be taken another time, with the cluster's words.
        case later(String)
    }

    /// Refusals with status 400 that tell of the cluster's state, not of the line.
    private static let passing = [
        "validation_exception", "invalid_index_name_exception", "cluster_block_exception",
    ]

    /// - Parameter count: how many lines were sent.
    /// - Returns: nil when the answer is not about so many.
    static func outcomes(_ answer: JSONValue, count: Int) -> [Outcome]? {
        guard let items = answer["items"]?.elements, items.count == count else { return nil }
        var outcomes: [Outcome] = []
        for item in items {
            guard let result = item["create"], let status = result["status"]?.integer else { return nil }
            outcomes.append(self.outcome(status, result["error"]))
        }
        return outcomes
    }

    private static func outcome(_ status: Int, _ error: JSONValue?) -> Outcome {
        let type = error?["type"]?.string ?? ""
        let words = "status \(status) \(type): \(error?["reason"]?.string ?? "no reason")"
        switch status {
        case 200..<300: return .created
        case 409: return .present
        case 400, 413: return self.passing.contains(type) ? .later(words) : .refused(words)
        default: return .later(words)
        }
    }
}
