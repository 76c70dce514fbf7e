/// `attempt⁴` seconds with up to a fifth of jitter, so that what failed together does not return together.
enum RetryDelay {
    static func seconds(attempt: Int) -> Double {
        let base = Double(attempt * attempt * attempt * attempt)
        return base * Double.random(in: 0.8...1.2)
    }
}
