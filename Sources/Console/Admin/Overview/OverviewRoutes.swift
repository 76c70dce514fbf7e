import Bookings
import HTTPTypes
import Identity
import Localization
import Messaging
import Payments
import Tenancy
import Vocabulary
import Web

/// The console's first page: what the site still needs, each read from what is there.
struct OverviewRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        [
            Route(.get, "/admin", .anyStaff, "What the site still needs", gives: [.html()], options: .console) {
                (input: NoticeInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let list = try await Checklist(seat)
                let lead = seat.t(
                    "console.setup.lead",
                    ["done": .number(list.items.count { $0.isDone }), "all": .number(list.items.count)])
                let waiting =
                    seat.may(.finance, .read)
                    ? try await parts.payments.browse.waiting(limit: MoneySight.waitingMax, in: seat.scope) : []
                return try seat.page(
                    seat.t("console.setup.title"), lead: lead, done: input.done,
                    MoneySight(seat).waiting(waiting) + [.steps(list.items.map { $0.step(seat) })]
                        + list.records.map(Block.table))
            }
        ]
    }
}

/// What a site needs before it sells.
private struct Checklist {
    struct Item {
        let word: String
        let isDone: Bool
        let detail: String?
        let path: String
        let area: StaffArea?
    }

    let items: [Item]
    /// What is to be copied to where the domain is kept.
    let records: [Table]

    init(_ seat: Seat) async throws {
        let (parts, profile) = (seat.parts, seat.context.profile)
        let definition = profile.definition
        let readiness = SiteReadiness(definition, profile.branding)
        let overview = try await parts.domains.overview(of: seat.context.tenant)
        let isServed = overview.claims.contains { $0.ownership.isOwned && $0.routing == .here }
        let sender = try await parts.mail.senders.chosen(in: seat.scope)
        let hasBooking = try await parts.bookings.browse.hasAny(in: seat.scope)
        let missing = readiness.missingPages.map { seat.t("legal.\($0.rawValue)") }
        let home = "/\(profile.defaultLocale)"
        let languages = definition.locales.map { Formats(seat.context.locale).displayName(of: $0) }
        items = [
            Item(word: "logo", isDone: readiness.hasLogo, detail: nil, path: "/admin/brand", area: .branding),
            Item(word: "colours", isDone: readiness.hasColours, detail: nil, path: "/admin/brand", area: .branding),
            Item(
                word: "languages", isDone: readiness.isNamedInAll, detail: seat.words.formats.list(languages),
                path: home, area: nil),
            Item(word: "domain", isDone: isServed, detail: nil, path: "/admin/domains", area: .domains),
            Item(
                word: "support", isDone: readiness.hasSupport,
                detail: [definition.support.mail, definition.support.phone].filter { !$0.isEmpty }
                    .joined(separator: " · "), path: "/admin/contact", area: .site),
            Item(
                word: "legal", isDone: missing.isEmpty,
                detail: missing.isEmpty
                    ? nil
                    : seat.t("console.setup.legal_missing", ["pages": .text(seat.words.formats.list(missing))]),
                path: "/admin/legal", area: .site),
            Item(
                word: "sender", isDone: sender?.isProven == true, detail: sender?.address.description,
                path: "/admin/mail", area: .mail),
            Item(
                word: "booking", isDone: hasBooking, detail: nil, path: hasBooking ? "/admin/bookings" : home, area: nil
            ),
        ]
        let waiting = overview.claims.first { !$0.ownership.isOwned && !$0.ownership.isLost }
        records = seat.may(.domains, .read) ? waiting.map { [DomainSight($0, seat).recordsTable] } ?? [] : []
    }
}

extension Checklist.Item {
    fileprivate func step(_ seat: Seat) -> Block.Step {
        let isOpen = area.map { seat.may($0, .read) } ?? true
        let text = [seat.t("console.setup.\(word)_text"), detail ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return Block.Step(
            title: seat.t("console.setup.\(word)"),
            state: Cell(
                seat.t(isDone ? "console.setup.is_done" : "console.setup.is_open"), tone: isDone ? .good : .warned),
            text: text, link: isOpen ? Link(seat.t("console.setup.\(word)_link"), path) : nil)
    }
}
