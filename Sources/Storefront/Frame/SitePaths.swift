import Foundation
import Inventory
import Tenancy
import Vocabulary
import Web

/// The addresses of a site's pages in one language.
struct SitePaths: Sendable {
    let locale: LocaleTag

    var home: String { "/\(locale)" }
    var hotels: String { "\(home)/hotels" }
    var checkout: String { "\(home)/checkout" }
    var checkoutStart: String { "\(home)/checkout/start" }
    var manage: String { "\(home)/manage" }
    var cookies: String { "\(home)/cookies" }

    var signIn: String { "\(home)/sign-in" }
    var code: String { "\(signIn)/code" }
    var signOut: String { "\(home)/sign-out" }
    var register: String { "\(home)/register" }
    var verify: String { "\(home)/verify" }
    var forgot: String { "\(home)/forgot" }
    var reset: String { "\(home)/reset" }
    var confirmEmail: String { "\(home)/confirm-email" }
    var invitation: String { "\(home)/invitation" }
    var account: String { "\(home)/account" }
    func account(_ page: AccountPage) -> String { home + page.here }

    func hotel(_ id: HotelID) -> String { "\(hotels)/\(id.uuid.text)" }
    func legal(_ page: PageKind) -> String { "\(home)/legal/\(page.rawValue)" }
    func booking(_ id: UUID) -> String { "\(home)/bookings/\(id.text)" }
    func pay(_ id: UUID) -> String { booking(id) + "/pay" }
    func payment(_ id: UUID) -> String { booking(id) + "/payment" }
    func confirm(_ id: UUID) -> String { booking(id) + "/confirm" }
    func confirmation(_ id: UUID) -> String { booking(id) + "/confirmation" }
    func invoice(_ id: UUID) -> String { booking(id) + "/invoice" }
    func cancellation(_ id: UUID) -> String { booking(id) + "/cancellation" }
    func change(_ id: UUID) -> String { booking(id) + "/change" }
    func changeQuote(_ id: UUID) -> String { booking(id) + "/change-quote" }
    func cancel(_ id: UUID) -> String { booking(id) + "/cancel" }

    /// Remembers a language, or a currency, and goes on to `target`.
    func choose(currency: String? = nil, then target: String) -> String {
        Self.with("\(home)/choose", (currency.map { [("currency", $0)] } ?? []) + [("to", target)])
    }

    static func with(_ path: String, _ query: [(name: String, value: String)]) -> String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
