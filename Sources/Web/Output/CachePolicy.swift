/// Who may keep an answer, and for how long. Silence would let a shared cache guess.
package enum CachePolicy: Sendable, Hashable {
    /// Made for one person: never kept by anything shared, and asked for again each time.
    case personal
    /// Not kept at all: secrets, tokens, documents of a problem.
    case never
    /// The same for everyone with the same `Vary` inputs; kept but confirmed by its ETag.
    case confirmed
    /// Kept for a while by everyone.
    case shared(seconds: Int)
    /// The address holds a hash of the content, so it never changes.
    case immutable

    package var header: String {
        switch self {
        case .personal: "private, no-cache"
        case .never: "private, no-store"
        case .confirmed: "public, no-cache"
        case .shared(let seconds): "public, max-age=\(seconds)"
        case .immutable: "public, max-age=31536000, immutable"
        }
    }
}
