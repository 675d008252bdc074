/// Finds what somebody may have meant.
enum NearestName {
    /// The name with the fewest letters added, left out or changed, if those are few enough for a slip.
    static func find(_ name: String, in names: [String]) -> String? {
        let best = names.map { ($0, distance(name, $0)) }.min { $0.1 < $1.1 }
        guard let (nearest, distance) = best, distance <= max(2, name.count / 4) else { return nil }
        return nearest
    }

    /// Levenshtein's distance, one row of the table at a time.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = i
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
