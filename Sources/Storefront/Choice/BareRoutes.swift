import HTTPTypes
import Vocabulary
import Web

/// Addresses of one segment without a language lead to the visitor's: without these, `/hotels` would be
/// read as the front page in a language named `hotels`.
struct BareRoutes: Sendable {
    private static let pages = ["hotels", "manage", "cookies", "checkout", "sign-in", "register", "forgot", "account"]

    var routes: [Route] {
        Self.pages.map { page in
            Route(
                .get, PathTemplate("/\(page)"), .anyone, "Leads to the visitor's language", gives: [.redirect(.found)],
                options: .page
            ) { (_: NoInput, context: VisitorContext) in
                let target = context.arrival.head.path ?? ""
                let query = target.firstIndex(of: "?").map { String(target[$0...]) } ?? ""
                return .redirect(to: "/\(context.locale)/\(page)\(query)", status: .found)
            }
        }
    }
}
