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
                .get, "/admin/domains", .staff(.domains, .read), "The site's hosts",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: ListInput, context: StaffPageContext) in
                try await list(input, Seat(context, parts))
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
                options: RouteOptions(secondsMax: 60, tag: "console").servingImpersonation
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
                return try seat.ask(DomainSight(claim, seat).question(deed))
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

    private func list(_ input: ListInput, _ seat: Seat) async throws -> Answer {
        let overview = try await parts.domains.overview(of: seat.context.tenant)
        let all =
            overview.declared.map { HostLine(host: $0.host.unicode, isPrimary: $0.isPrimary, claim: nil) }
            + overview.claims.map { HostLine(host: $0.host.unicode, isPrimary: $0.isPrimary, claim: $0) }
        let found = all.filter { line in
            input.finds(line.host) && input.state.map { $0 == line.ownership } ?? true
        }
        let none: [Block] = overview.claims.isEmpty ? [.text(seat.t("console.domains.none"))] : []
        return try await seat.show(
            hosts(seat), of: found, input,
            fields: [
                seat.searchField(input, hint: seat.t("console.domains.search")),
                seat.choiceField(
                    "state", seat.t("console.domains.ownership"),
                    HostLine.ownerships.map { ($0, HostLine.name(of: $0, seat)) }, chosen: input.state),
            ], after: none + (seat.may(.domains) ? [.form(newForm(seat))] : []))
    }

    private func hosts(_ seat: Seat) -> ItemList<HostLine> {
        @Sendable func t(_ key: String) -> String { seat.t("console.domains.\(key)") }
        return ItemList(
            words: seat.words, path: Self.path, file: "domains", caption: seat.t("console.way.domains"),
            empty: t("none"), natural: ListOrder("host", .up),
            columns: [
                .init(key: "host", label: t("host")) {
                    ListValue($0.host)
                } cell: { line in
                    .code(line.host, url: line.claim.map { DomainSight($0, seat).path })
                },
                .state("ownership", t("ownership")) {
                    $0.ownership
                } cell: { line in
                    line.claim.map { DomainSight($0, seat).ownership } ?? Cell(t("declared"), tone: .good)
                },
                .state("routing", t("routing")) {
                    $0.claim?.routing.rawValue
                } cell: { line in
                    line.claim.map { DomainSight($0, seat).routing } ?? .none
                },
                .state("certificate", t("certificate")) {
                    $0.claim?.certificate.rawValue
                } cell: { line in
                    line.claim.map { DomainSight($0, seat).certificate } ?? .none
                },
                .state("primary", t("primary_mark")) {
                    $0.isPrimary ? "primary" : nil
                } cell: { line in
                    line.isPrimary ? Cell(t("is_primary"), tone: .good) : .none
                },
                .moment("checked", t("checked"), seat) { $0.claim?.checkedAt },
            ])
    }

    private func newForm(_ seat: Seat) -> PageForm {
        PageForm(
            title: seat.t("console.domains.claim"), action: Self.path, hidden: seat.hidden,
            fields: [
                FormField(
                    name: "host", label: seat.t("console.domains.host"), hint: seat.t("console.domains.host_hint"),
                    max: HostInput.charactersMax, isCode: true)
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
            Fact(seat.t("console.domains.ownership"), sight.ownership),
            Fact(seat.t("console.domains.routing"), sight.routing),
            Fact(seat.t("console.domains.certificate"), sight.certificate),
        ]
        if let end = claim.losesAt { facts.append(Fact(seat.t("console.domains.loses"), seat.moment(end))) }
        if let last = claim.checkedAt { facts.append(Fact(seat.t("console.domains.checked"), seat.moment(last))) }
        var blocks = [Block.facts(title: nil, facts)]
        if !claim.ownership.isLost { blocks.append(.table(sight.recordsTable)) }
        if let findings = sight.findings { blocks.append(.table(findings)) }
        if seat.may(.domains) {
            if !claim.ownership.isLost {
                blocks.append(
                    .form(
                        PageForm(
                            action: "\(sight.path)/verify", hidden: seat.hidden,
                            submit: seat.t("console.domains.verify"))))
            }
            let deeds: [DomainDeed] =
                (claim.ownership.isOwned ? [claim.isPrimary ? .endPrimary : .primary] : []) + [.remove]
            blocks.append(.links(title: nil, deeds.map { Link(sight.name(of: $0), sight.path(of: $0)) }))
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

/// A host of either kind: of the operator's making, or claimed.
private struct HostLine: Sendable {
    let host: String
    let isPrimary: Bool
    let claim: DomainClaim?

    var ownership: String { claim?.ownership.text ?? "declared" }

    static let ownerships = ["declared", "pending", "verified", "failing", "lost"]

    static func name(of state: String, _ seat: Seat) -> String {
        seat.t(state == "declared" ? "console.domains.declared" : "console.domains.ownership_\(state)")
    }
}

extension Seat {
    var domainCaller: AuditActor { context.auditActor }
}
