import DequeModule

/// Counts units in a window that slides bucket by bucket: the pure rule, with no clock of its own.
///
/// The bucket that is being filled and the 60 before it count whole. A unit taken less than a window ago
/// lies in one of those, so no window of that length, wherever it begins, ever holds more than the quota;
/// the price is that a unit counts for up to a sixtieth longer. `RateScript` is the same rule in Redis.
struct SlidingWindow: Sendable {
    private struct Bucket {
        let index: Int
        var units: Int
    }

    private let bucketSeconds: Int
    private(set) var total = 0
    /// Only those that hold something, oldest first.
    private var buckets: Deque<Bucket> = []
    private var last = Int.min

    init(_ limit: RateLimit) { bucketSeconds = limit.bucketSeconds }

    /// Lets go of what is older than the window. A clock that steps back stands still here until it has
    /// caught up; one that steps back by more than a window starts anew.
    mutating func advance(to second: Int) {
        let index = second / bucketSeconds
        if last != .min, last > index + RateLimit.bucketCount { (total, buckets, last) = (0, [], index) }
        last = max(last, index)
        while let first = buckets.first, first.index < last - RateLimit.bucketCount {
            total -= first.units
            buckets.removeFirst()
        }
    }

    /// Seconds until `cost` units fit, 0 when they do now. What never fits waits for a whole window.
    func wait(for cost: Int, quota: Int, at second: Int) -> Int {
        var excess = total + cost - quota
        if excess <= 0 { return 0 }
        for bucket in buckets {
            excess -= bucket.units
            if excess <= 0 { return leaves(bucket.index) - second }
        }
        return leaves(last) - second
    }

    /// Seconds until any unit comes back; 0 when none is out.
    func reset(at second: Int) -> Int { buckets.first.map { leaves($0.index) - second } ?? 0 }

    mutating func take(_ cost: Int) {
        total += cost
        if buckets.last?.index == last {
            buckets[buckets.count - 1].units += cost
        } else {
            buckets.append(Bucket(index: last, units: cost))
        }
    }

    var isEmpty: Bool { buckets.isEmpty }

    /// The first second at which the bucket counts no more.
    private func leaves(_ index: Int) -> Int { (index + RateLimit.bucketCount + 1) * bucketSeconds }
}
