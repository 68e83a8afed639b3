internal import Bytes

/// What somebody may have meant who wrote something else.
public enum Nearest {
    /// Letters that may be wrong, missing, too many or swapped.
    private static let distanceMax = 3
    /// Characters of a text that are looked at.
    private static let lengthMax = 64

    /// The one of `known` that is nearest to `text`, if one is near and no other is as near.
    public static func of(_ text: String, _ known: [String]) -> String? {
        guard text.utf8.count <= self.lengthMax else { return nil }
        let ranked = known.map {
            (distance: EditDistance.between(Array(text.utf8), Array($0.utf8)), word: $0)
        }
        .filter { $0.distance <= min(self.distanceMax, text.utf8.count / 2) }
        .sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best = ranked.first, ranked.count == 1 || ranked[1].distance > best.distance else {
            return nil
        }
        return best.word
    }
}
