import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Switches a browser to a look that is not published yet, by a signed link, and back again.
struct PreviewRoutes: Sendable {
    struct Entry: TypedInput {
        let pass: String

        static let typed: [TypedField] = [.carried("pass", .text(max: 200))]

        init(_ typed: TypedFields) { pass = typed["pass"] }
    }

    var routes: [Route] {
        [
            Route(
                .get, "/preview", .anyone, "See a look that is not published yet", gives: [.redirect()],
                refuses: [.init(404, "preview.unknown")], options: .page
            ) { (entry: Entry, context: SiteContext) in
                let (arrival, now) = (context.arrival, context.arrival.parts.clock.now())
                let tenant = context.profile.entry
                guard let pass = PreviewPass(entry.pass, of: tenant.id, keys: arrival.parts.keys, now: now),
                    try await arrival.parts.tenants.preview(tenant, pass.release) != nil
                else { throw Problem(404, "preview.unknown") }
                return .redirect(to: "/").setting(pass.cookie(arrival.parts.keys, now: now))
            },
            Route(
                .get, "/preview/end", .anyone, "See the published look again", gives: [.redirect()], options: .page
            ) { (_: NoInput, _: SiteContext) in .redirect(to: "/").setting(PreviewPass.ended) },
        ]
    }
}

/// The line above a page that shows a look not yet published.
package struct PreviewBanner: PageModel {
    package let text: String
    /// Nil where there is no way out of it: in a frame of the console.
    package let endURL: String?

    package init(text: String, endURL: String?) {
        self.text = text
        self.endURL = endURL
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "text": text
        case "end_url": present(endURL)
        default: nil
        }
    }
}
