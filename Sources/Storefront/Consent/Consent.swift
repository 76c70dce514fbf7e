import Tenancy
import Web

/// What a visitor agreed to beyond the necessary. Their answer is itself a necessary cookie.
struct Consent: Hashable, Sendable {
    static let cookieName = CookieName.consent
    /// Half a year, after which the question is put again.
    static let seconds = 182 * 86_400

    let allowed: Set<ConsentCategory>

    init(_ allowed: Set<ConsentCategory>) { self.allowed = allowed }

    /// Nil until the question was answered.
    init?(of arrival: Arrival) {
        guard let text = arrival.cookie(Self.cookieName), text.hasPrefix(Self.form) else { return nil }
        let names = text.dropFirst(Self.form.count).split(separator: ".")
        allowed = Set(names.compactMap { ConsentCategory(rawValue: String($0)) })
    }

    /// `v1.measurement.affiliate`
    var cookie: Cookie {
        let names = ConsentCategory.allCases.filter(allowed.contains).map { "." + $0.rawValue }.joined()
        return Cookie(Self.cookieName, Self.form + names, maxAgeSeconds: Self.seconds)
    }

    private static let form = "v1"
}
