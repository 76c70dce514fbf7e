import HTTPTypes
import Localization
import Identity
import Tenancy
import Vocabulary
import Web

/// An operator's ways into a partner's site: the first owner asked to come, and a look as one of its accounts.
struct DeskWays: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/tenants/{slug}/invitation", .operate(.tenants), "Asks whom to invite to a site's staff",
                gives: [.html(), .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: SlugInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                _ = try await scope(input.slug)
                return try sitting.ask(invitation(input.slug, sitting))
            },
            Route(
                .post, "/desk/tenants/{slug}/invitation", .operate(.tenants), "Invites a site's owner",
                gives: [.redirect()],
                refuses: [
                    .init(404, "tenant.unknown"), .init(409, "staff.already"), .init(409, "staff.too_many"),
                ], options: .desk
            ) { (input: Submission<OwnerInput>, context: OperatorPageContext) in
                try await invite(input, Sitting(context, parts, at: .tenants))
            },
            Route(
                .get, "/desk/tenants/{slug}/impersonation", .operate(.tenants),
                "Asks as whom to look at a site, and why", gives: [.html(), .signIn],
                refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: SlugInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                _ = try await scope(input.slug)
                return try sitting.ask(impersonation(input.slug, sitting))
            },
            Route(
                .post, "/desk/tenants/{slug}/impersonation", .operate(.tenants),
                "A link, good once within a minute, to a site as one of its accounts", gives: [.html(), .signIn],
                refuses: [.init(404, "tenant.unknown"), .init(404, "account.not_found")], options: .desk
            ) { (input: Submission<WayInput>, context: OperatorPageContext) in
                try await impersonate(input, Sitting(context, parts, at: .tenants))
            },
        ]
    }

    private func scope(_ slug: String) async throws -> TenantScope {
        guard let scope = try await parts.tenants.scope(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        return scope
    }

    private func invite(_ input: Submission<OwnerInput>, _ sitting: Sitting) async throws -> Answer {
        let slug = sitting.context.arrival.parameter("slug") ?? ""
        let scope = try await scope(slug)
        let question = sitting.again(invitation(slug, sitting), input)
        guard case .success(let owner) = input.result else {
            return try sitting.ask(question, status: .unprocessableContent)
        }
        return try await sitting.done("invited", at: "\(DeskPart.tenants.url)/\(slug)", question) {
            _ = try await parts.identity.staff.invite(
                owner.email, as: .owner, locale: owner.locale, from: .owner, named: "TravelHub",
                Actor(sitting.context.auditActor), in: scope)
        }
    }

    private func impersonate(_ input: Submission<WayInput>, _ sitting: Sitting) async throws -> Answer {
        let slug = sitting.context.arrival.parameter("slug") ?? ""
        let (scope, words) = (try await scope(slug), sitting.words)
        let question = sitting.again(impersonation(slug, sitting), input)
        guard case .success(let way) = input.result else {
            return try sitting.ask(question, status: .unprocessableContent)
        }
        return try await sitting.tried {
            let path = try await parts.identity.impersonate.ticket(
                for: way.email, reason: way.reason, by: Actor(sitting.context.auditActor), in: scope)
            guard let definition = try await parts.tenants.definition(slug: slug),
                let base = sitting.context.arrival.base(of: definition)
            else { throw TenantError.unknown(slug: slug).problem }
            return try sitting.page(
                words("desk.impersonate.ready"), lead: words("desk.impersonate.once"), trail: question.trail,
                [.links(title: nil, [Link(words("desk.impersonate.go", ["slug": .text(slug)]), base + path)])])
        } else: {
            try sitting.ask(question, fault: $0, status: $1)
        }
    }

    private func invitation(_ slug: String, _ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.invite.title"),
            consequences: [words("desk.invite.effect"), words("desk.audited_there")],
            action: "\(DeskPart.tenants.url)/\(slug)/invitation", submit: words("desk.invite.submit"),
            back: "\(DeskPart.tenants.url)/\(slug)",
            fields: [
                email(words("desk.invite.email")),
                .choice(
                    "locale", words("desk.column.locale"),
                    parts.catalogues.locales.map { ($0.description, words.formats.displayName(of: $0)) },
                    chosen: words.locale.description),
            ], isGrave: false, trail: trail(slug, sitting))
    }

    private func impersonation(_ slug: String, _ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.impersonate.title"),
            consequences: [
                words("desk.impersonate.effect", ["minutes": .number(Impersonate.seconds / 60)]),
                words("desk.audited_there"),
            ],
            action: "\(DeskPart.tenants.url)/\(slug)/impersonation", submit: words("desk.impersonate.submit"),
            back: "\(DeskPart.tenants.url)/\(slug)",
            fields: [
                email(words("desk.impersonate.email")),
                FormField(
                    name: "reason", label: words("desk.impersonate.reason"),
                    hint: words("desk.impersonate.reason_hint"),
                    max: Impersonate.reasonRange.upperBound),
            ], trail: trail(slug, sitting))
    }

    private func email(_ label: String) -> FormField {
        FormField(
            name: "email", label: label, kind: .line("email"), max: EmailAddress.lengthMax, isCode: true)
    }

    private func trail(_ slug: String, _ sitting: Sitting) -> [Link] {
        [
            Link(sitting.words("desk.menu.tenants"), DeskPart.tenants.url),
            Link(slug, "\(DeskPart.tenants.url)/\(slug)"),
        ]
    }
}

struct OwnerInput: Input {
    let slug: String
    let email: EmailAddress
    let locale: LocaleTag

    static let form = Form(
        "OwnerInvitation", Field("slug", .code(SlugInput.pattern)), Field("email", .email), Field("locale", .locale)
    ) { OwnerInput(slug: $0, email: $1, locale: $2) }
}

struct WayInput: Input {
    let slug: String
    let email: EmailAddress
    let reason: String

    static let form = Form(
        "ImpersonationForm", Field("slug", .code(SlugInput.pattern)), Field("email", .email),
        Field("reason", .text(min: Impersonate.reasonRange.lowerBound, max: Impersonate.reasonRange.upperBound))
    ) { WayInput(slug: $0, email: $1, reason: $2) }
}
