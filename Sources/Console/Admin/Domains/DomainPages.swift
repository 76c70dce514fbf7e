import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The site's own hosts: claimed, proved by records that are copied from here, made the primary one, let go.
struct DomainPages: Sendable {
    let parts: AdminParts

    private static let path = "/admin/domains"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "domain.unknown")
        return [
            Route(
                .get, "/admin/domains", .staff(.domains, .read), "The site's hosts", gives: [.html()], options: .console
            ) {
                (input: NoticeInput, context: StaffPageContext) in try await list(Seat(context, parts), input.done)
            },
            Route(
                .post, "/admin/domains", .staff(.domains, .write), "Claim a host", gives: [.redirect()],
                refuses: DomainVerbs.claimRefusals, options: .console
            ) { (entry: Submission<NewDomainInput>, context: StaffPageContext) in
                try await claim(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/domains/{id}", .staff(.domains, .read), "One of the site's hosts", gives: [.html()],
                refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let claim = try await told { try await parts.domains.claim(input.id, of: context.tenant) }
                return try show(claim, seat, input.done)
            },
            Route(
                .post, "/admin/domains/{id}/verify", .staff(.domains, .write), "Look at a host now",
                gives: [.redirect()], refuses: [unknown, .init(429, "domain.checked_just_now")],
                options: RouteOptions(secondsMax: 60, tag: "console")
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let claim = try await told {
                    try await parts.domains.checkNow(input.id, of: context.tenant, by: seat.domainCaller)
                }
                return seat.then(DomainSight(claim, seat).path, done: "checked")
            },
            Route(
                .post, "/admin/domains/{id}/primary", .staff(.domains, .write), "Put all pages at a host",
                gives: [.redirect()],
                refuses: [unknown, .init(409, "domain.not_verified"), .init(409, "domain.not_routed")],
                options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                _ = try await told {
                    try await parts.domains.makePrimary(input.id, of: context.tenant, by: seat.domainCaller)
                }
                return seat.then(Self.path, done: "primary")
            },
            Route(
                .post, "/admin/domains/{id}/end-primary", .staff(.domains, .write),
                "Put the pages back at the first host", gives: [.redirect()],
                refuses: [unknown, .init(409, "domain.not_primary")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                _ = try await told {
                    try await parts.domains.endPrimary(input.id, of: context.tenant, by: seat.domainCaller)
                }
                return seat.then(Self.path, done: "primary")
            },
        ] + asked(unknown)
    }

    /// What a page of its own asks about first.
    private func asked(_ unknown: Route.Refusal) -> [Route] {
        DomainDeed.allCases.map { deed in
            Route(
                .get, PathTemplate("/admin/domains/{id}/\(deed.rawValue)"), .staff(.domains, .write),
                "Asks whether to go on", gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let claim = try await told { try await parts.domains.claim(input.id, of: context.tenant) }
                let sight = DomainSight(claim, seat)
                let words = "console.domains.\(deed.word)"
                return try seat.ask(
                    seat.words(words), seat.words(words + "_text", ["host": .text(sight.name)]),
                    "\(sight.path)/\(deed.rawValue)", seat.words(words), back: sight.path)
            }
        } + [
            Route(
                .post, "/admin/domains/{id}/remove", .staff(.domains, .write), "Let go of a host",
                gives: [.redirect()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await told { try await parts.domains.remove(input.id, of: context.tenant, by: seat.domainCaller) }
                return seat.then(Self.path, done: "removed")
            }
        ]
    }

    private func list(_ seat: Seat, _ done: String?) async throws -> Answer {
        let overview = try await parts.domains.overview(of: seat.context.tenant)
        let declared = overview.declared.map { host -> [Cell] in
            [
                .code(host.host.unicode), .state(seat.t("console.domains.declared"), .good), "", "",
                Cell(host.isPrimary ? seat.t("console.domains.is_primary") : ""),
            ]
        }
        let claims = overview.claims.map { claim -> [Cell] in
            let sight = DomainSight(claim, seat)
            return [
                Cell(sight.name, link: sight.path), sight.ownership, sight.routing, sight.certificate,
                Cell(claim.isPrimary ? seat.t("console.domains.is_primary") : ""),
            ]
        }
        let table = Block.table(
            [
                seat.t("console.domains.host"), seat.t("console.domains.ownership"), seat.t("console.domains.routing"),
                seat.t("console.domains.certificate"), seat.t("console.domains.primary_mark"),
            ], declared + claims, caption: seat.t("console.way.domains"))
        var blocks = [table]
        if claims.isEmpty { blocks.append(.empty(seat.t("console.domains.none"))) }
        if seat.may(.domains) { blocks.append(.form(newForm(seat), heading: seat.t("console.domains.claim"))) }
        return try seat.page(seat.t("console.way.domains"), done: done, blocks)
    }

    private func newForm(_ seat: Seat) -> EditForm {
        EditForm(
            action: Self.path, token: seat.token,
            lines: [
                .init(
                    name: "host", label: seat.t("console.domains.host"), kind: .input(type: "text"),
                    hint: seat.t("console.domains.host_hint"), isRequired: true, direction: "ltr",
                    lengthMax: HostInput.charactersMax)
            ], submit: seat.t("console.domains.claim"))
    }

    private func claim(_ entry: Submission<NewDomainInput>, _ seat: Seat) async throws -> Answer {
        let title = seat.t("console.domains.claim")
        guard case .success(let input) = entry.result else {
            return try seat.refused(title, TypedForm(entry), newForm(seat))
        }
        do {
            let claim = try await parts.domains.claim(input.host, for: seat.context.tenant, by: seat.domainCaller)
            return seat.then(DomainSight(claim, seat).path, done: "claimed")
        } catch let error as DomainError {
            return try seat.refused(title, TypedForm(entry), about: error.problem, "/host", newForm(seat))
        }
    }

    private func show(_ claim: DomainClaim, _ seat: Seat, _ done: String?) throws -> Answer {
        let sight = DomainSight(claim, seat)
        var facts = [
            (seat.t("console.domains.ownership"), sight.ownership), (seat.t("console.domains.routing"), sight.routing),
            (seat.t("console.domains.certificate"), sight.certificate),
        ]
        if let end = claim.losesAt { facts.append((seat.t("console.domains.loses"), Cell(seat.time(end)))) }
        if let last = claim.checkedAt { facts.append((seat.t("console.domains.checked"), Cell(seat.time(last)))) }
        var blocks = [Block.facts(facts)]
        if !claim.ownership.isLost { blocks.append(sight.recordsTable) }
        if let findings = sight.findings { blocks.append(findings) }
        if seat.may(.domains) {
            if !claim.ownership.isLost {
                blocks.append(
                    .form(
                        EditForm(
                            action: "\(sight.path)/verify", token: seat.token, submit: seat.t("console.domains.verify"))
                    ))
            }
            let deed = claim.isPrimary ? "end-primary" : "primary"
            var links: [(String, String)] = []
            if claim.ownership.isOwned {
                links.append(
                    (
                        seat.t(claim.isPrimary ? "console.domains.end_primary" : "console.domains.primary"),
                        "\(sight.path)/\(deed)"
                    ))
            }
            blocks.append(.links(links + [(seat.t("console.domains.remove"), "\(sight.path)/remove")]))
        }
        return try seat.page(sight.name, done: done, blocks)
    }

    @discardableResult
    private func told<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as DomainError { throw error.problem }
    }
}

enum DomainDeed: String, CaseIterable, Sendable {
    case primary
    case endPrimary = "end-primary"
    case remove

    var word: String { self == .endPrimary ? "end_primary" : rawValue }
}

extension Seat {
    var domainCaller: AuditActor { context.auditActor }
}
