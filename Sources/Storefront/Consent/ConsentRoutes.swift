import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The choice about cookies: given, refused and taken back in the same place.
struct ConsentRoutes: Sendable {
    struct Entry: TypedInput {
        let choice: String
        let measurement: Bool
        let affiliate: Bool
        let isSaved: Bool
        let target: String

        static let typed: [TypedField] = [
            .carried("choice", .text(max: 20)), .carried("measurement", .boolean), .carried("affiliate", .boolean),
            .carried("saved", .boolean), .carried("to", .text(max: targetMax, [])),
        ]
        /// An address of ours is no longer than a request's line may be.
        private static let targetMax = 8_000

        init(_ typed: TypedFields) {
            choice = typed["choice"]
            measurement = typed["measurement"] == "true"
            affiliate = typed["affiliate"] == "true"
            isSaved = typed.has("saved")
            target = typed["to"]
        }

        /// Within what the site asks for.
        func consent(_ asked: [ConsentCategory]) -> Consent {
            let wanted: Set<ConsentCategory> =
                switch choice {
                case "all": Set(asked)
                case "selected":
                    Set([measurement ? .measurement : nil, affiliate ? .affiliate : nil].compactMap(\.self))
                default: []
                }
            return Consent(wanted.intersection(asked))
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}/cookies", .anyone, "The choice about cookies", gives: [.html()], options: .page) {
                (entry: Entry, context: VisitorContext) in
                try page(entry, Visit(context, parts))
            },
            Route(
                .post, "/{locale}/cookies", .anyone, "Allow or refuse cookies", gives: [.redirect()], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                let target = entry.target.isEmpty ? visit.paths.cookies + "?saved=1" : entry.target
                return .redirect(to: target).setting(entry.consent(visit.profile.definition.consent).cookie)
            },
        ]
    }

    private func page(_ entry: Entry, _ visit: Visit) throws -> Answer {
        let consent = Consent(of: visit.context.arrival)
        return try visit.page(
            .cookies,
            CookiesPage(
                form: FormTarget(visit.paths.cookies, hidden: visit.hidden()),
                measurement: consent?.allowed.contains(.measurement) ?? false,
                affiliate: consent?.allowed.contains(.affiliate) ?? false, saved: entry.isSaved),
            PageSheet(visit.words("cookies.title"), here: "/cookies", isHidden: true))
    }
}
