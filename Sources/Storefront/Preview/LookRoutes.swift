import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The site in a look that nobody else sees, for a frame of the console: its pages, and the look's own files.
///
/// The reader's session is the whole of the right to it: no link is signed that could be passed on, no cookie puts the
/// reader's other windows into a look that is not published, and of unfinished looks everybody has but their own.
struct LookRoutes: Sendable {
    let parts: StorefrontParts

    private static let path = "/preview/look"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "branding.release_unknown")
        return [
            Route(
                .get, PathTemplate("\(Self.path)/{look}"), .staff(.branding, .read),
                "A page of the site in a look, for a frame of the console", gives: [.html()], refuses: [unknown],
                options: .page
            ) { (input: LookInput, context: StaffPageContext) in try await page(input, context) },
            Route(
                .get, PathTemplate("\(Self.path)/{look}/{file}"), .staff(.branding, .read), "A file of a look",
                gives: RouteOutput.file("A file of the look."), refuses: [unknown], options: .page
            ) { (input: LookFileInput, context: StaffPageContext) in
                let look = Self.look(try await profile(input.look, context), input.look)
                guard let (asset, _) = look.asset(fileName: input.file) else { throw Problem.routeUnknown }
                var answer = asset.answer(for: context.arrival.head.headerFields)
                answer.cache = .personal
                return answer
            },
        ]
    }

    private func page(_ input: LookInput, _ context: StaffPageContext) async throws -> Answer {
        let profile = try await profile(input.look, context)
        let trial = Trial(
            look: Self.look(profile, input.look), scheme: input.scheme, direction: input.direction)
        // A site that speaks no such language is shown mirrored, in its own.
        let locales = [context.locale] + profile.definition.locales
        let locale = locales.first { profile.definition.locales.contains($0) && $0.direction == input.direction }
        let visit = Visit(
            context.visitor.showing(profile, in: locale ?? profile.defaultLocale), parts, trial: trial)
        var answer = try await visit.previewed(input.page)
        answer.cache = .never
        return answer.with(.contentSecurityPolicy, Self.policy)
    }

    /// The look that is asked for; the published one where the reader has none under way.
    ///
    /// Throws `branding.release_unknown`.
    private func profile(_ look: LookName, _ context: StaffPageContext) async throws -> TenantProfile {
        let entry = context.visitor.profile.entry
        switch look {
        case .release(let number):
            guard let profile = try await context.arrival.parts.tenants.preview(entry, number) else {
                throw TenantError.releaseUnknown(number).problem
            }
            return profile
        case .sketch:
            let profile = try await context.arrival.parts.tenants.load(entry)
            guard let account = context.caller.account,
                let sketch = try await parts.sketches.kept(by: account, in: context.scope)
            else { return profile }
            return profile.showing(sketch.branding)
        }
    }

    private static func look(_ profile: TenantProfile, _ name: LookName) -> BrandShelf.Look {
        BrandShelf.Look(profile, at: "\(path)/\(name.text)/")
    }

    /// In a frame of our own host alone; nothing in it runs or is sent anywhere.
    private static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self'; sandbox allow-same-origin"
}

/// Which look, and how it is looked at.
private struct LookInput: Input {
    let look: LookName
    let scheme: ColourScheme
    let direction: TextDirection
    let page: PreviewedPage

    static let form = Form<LookInput>(
        Web.Field("look", LookName.kind, "`sketch`, or the number of a kept one"),
        Web.Field("scheme", .choice).or(.light),
        Web.Field("direction", .choice).or(.leftToRight), Web.Field("page", .choice).or(.front)
    ) { LookInput(look: $0, scheme: $1, direction: $2, page: $3) }
}

private struct LookFileInput: Input {
    let look: LookName
    let file: String

    static let form = Form<LookFileInput>(Web.Field("look", LookName.kind), Web.Field("file", .text(max: 200))) {
        LookFileInput(look: $0, file: $1)
    }
}
