import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// The keys of the site's programs: to see, to make, to change over, to end.
struct KeyPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let unknown = Route.Refusal(404, "key.not_found")
        return [
            Route(
                .get, "/admin/keys", .staff(.keys, .read), "Keys, newest first", gives: [.html(), Answer.csvOutput],
                options: .console
            ) { (input: CursorListInput, context: StaffPageContext) in
                try await KeySight(Seat(context, parts)).list(input.look)
            },
            Route(
                .get, "/admin/keys/new", .staff(.keys, .write), "The form to make a key", gives: [.html()],
                options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.page(
                    seat.t("console.keys.make"), lead: seat.t("console.keys.make_text"), [.form(KeySight(seat).newForm)]
                )
            },
            Route(
                .post, "/admin/keys/new", .staff(.keys, .write), "Make a key; it is shown this once",
                gives: [.html(.created)], refuses: [.init(409, "key.too_many")], options: .console
            ) { (entry: Submission<KeyPageInput>, context: StaffPageContext) in
                try await make(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/keys/{id}/rotate", .staff(.keys, .write), "The form to change a key over",
                gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(try await KeySight(seat).rotation(input.id))
            },
            Route(
                .post, "/admin/keys/{id}/rotate", .staff(.keys, .write),
                "Make a key's successor; it is shown this once",
                gives: [.html(.created)], refuses: [unknown, .init(409, "key.too_many")], options: .console
            ) { (input: RotatePageInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let made = try await parts.identity.keys.rotate(
                    input.id, overlapSeconds: input.hours * 3_600, by: seat.caller, seat.actor, in: seat.scope)
                return try KeySight(seat).told(made)
            },
            Route(
                .get, "/admin/keys/{id}/revoke", .staff(.keys, .write), "Asks whether to end a key", gives: [.html()],
                refuses: [unknown], options: .console.servingImpersonation
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(try await KeySight(seat).revocation(input.id))
            },
            Route(
                .post, "/admin/keys/{id}/revoke", .staff(.keys, .write), "End a key", gives: [.redirect()],
                refuses: [unknown], options: .console.servingImpersonation
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.identity.keys.revoke(input.id, seat.actor, in: seat.scope)
                return seat.then(KeySight.path, done: "revoked")
            },
        ]
    }

    private func make(_ entry: Submission<KeyPageInput>, _ seat: Seat) async throws -> Answer {
        let sight = KeySight(seat)
        guard case .success(let input) = entry.result else {
            return try seat.refused(
                seat.t("console.keys.make"), lead: seat.t("console.keys.make_text"), TypedForm(entry), sight.newForm)
        }
        let made = try await parts.identity.keys.make(
            input.terms(now: seat.context.clock.now()), by: seat.caller, seat.actor, in: seat.scope)
        return try sight.told(made)
    }
}

struct KeyPageInput: Input {
    let name: String
    let rights: [StaffRight]
    let ranges: [AddressRange]
    let days: Int?
    let limitPerHour: Int?

    static let daysMax = 3_650

    static let form = Form<KeyPageInput>(
        Field("name", .text(max: APIKey.nameMax)),
        Field(
            "rights",
            .list(Kind<String>.text(max: 40).map("choice") { StaffRight($0) }, 1...StaffRight.all.count)),
        Field("ranges", .text(max: 2_000, [.trimmed, .lines])).optional,
        Field("days", .integer(1...daysMax), "Until it ends by itself.").optional,
        Field("limit_per_hour", .integer(APIKey.limitRange), "Below the plan's.").optional
    ) { name, rights, ranges, days, limit in
        let texts = (ranges ?? "").split { $0.isWhitespace || $0 == "," }.map(String.init)
        guard texts.count <= APIKey.rangesMax else {
            throw InputFaults("/ranges", "too_many", ["min": .number(0), "max": .number(APIKey.rangesMax)])
        }
        return KeyPageInput(
            name: name, rights: rights,
            ranges: try texts.map { text in
                guard let range = AddressRange(text) else {
                    throw InputFaults("/ranges", "format", ["expected": .text("CIDR")])
                }
                return range
            }, days: days, limitPerHour: limit)
    }

    func terms(now: Date) -> APIKeyTerms {
        APIKeyTerms(
            name: name, rights: Set(rights), ranges: ranges, limitPerHour: limitPerHour,
            expiresAt: days.map { now.addingTimeInterval(Double($0) * 86_400) })
    }
}

struct RotatePageInput: Input {
    let id: UUID
    let hours: Int

    static let form = Form<RotatePageInput>(
        Field("id", .uuid),
        Field("hours", .integer(0...APIKey.overlapDaysMax * 24), "How long the old key goes on.").or(24)
    ) { RotatePageInput(id: $0, hours: $1) }
}
