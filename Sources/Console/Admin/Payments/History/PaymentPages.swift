import Bookings
import Foundation
import HTTPTypes
import Identity
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// The site's payments and refunds on the console: what waits for a person first, then all of them, one opened at a
/// time.
struct PaymentPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        [
            Route(
                .get, "/admin/payments", .staff(.finance, .read), "Payments and refunds, or all that fit as a table",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: MoneyListInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/payments/{id}", .staff(.finance, .read),
                "All that is known of a payment and its refunds", gives: [.html()],
                refuses: [.init(404, "payment.not_found")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let found = try await parts.payments.browse.one(PaymentID(input.id), in: seat.scope)
                // Whoever reads why money was given back may read of people.
                seat.noteRead("payment", input.id.text)
                let actors = try await ActorWords.read(
                    found.refunds.map(\.refund.actor), seat.sight, parts.identity.actors, in: seat.scope)
                let disputes = try await parts.payments.read.history(of: found.payment.booking, in: seat.scope).disputes
                return try PaymentSight(seat, found, actors).page(
                    disputes: disputes.filter { $0.payment == found.payment.id }, done: input.done)
            },
        ] + PersonPages(parts: parts).routes
    }

    private func list(_ input: MoneyListInput, _ seat: Seat) async throws -> Answer {
        let (browse, scope, sight) = (parts.payments.browse, seat.scope, MoneySight(seat))
        let filter = try input.filter(seat)
        if input.look.format == .csv {
            try seat.noteExport("payment")
            let list = sight.list.ordered(by: MoneyOrder.made, .down)
            let order = try list.settled(input.look) { _, _ in String?.none }.order
            return try await MoneyExport(
                browse: browse, filter: filter, direction: order?.direction == .up ? .up : .down, scope: scope
            ).answer(isForPeople: true)
        }
        // Whoever looks for something has seen them.
        let waiting =
            input.look.isNarrowed ? [] : try await browse.waiting(limit: MoneySight.waitingMax + 1, in: scope)
        return try await seat.show(
            sight.list, input.look, by: MoneyOrder.made, .down, lead: seat.t("console.payments.lead"),
            before: [.links(title: nil, [Link(seat.t("console.payments.account"), AccountPages.path)])]
                + sight.waiting(waiting),
            fields: sight.fields(input), row: { $0 },
            read: { page, limit in
                guard let filter else { return [] }
                return try await browse.list(filter, page, limit: limit, in: scope)
            })
    }
}
