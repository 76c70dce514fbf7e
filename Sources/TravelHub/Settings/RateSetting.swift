import Rates

/// Who is asked for exchange rates, as a setting says it.
enum RateSetting: Sendable {
    case nobody
    case place(RatePlace)

    /// Nil where nobody is asked: said so, or in development not said otherwise.
    static func place(_ setting: RateSetting?, isDevelopment: Bool) -> RatePlace? {
        switch setting {
        case .nobody: nil
        case .place(let place): place
        case nil: isDevelopment ? nil : RatePlace(RatePlace.ecb)
        }
    }
}
