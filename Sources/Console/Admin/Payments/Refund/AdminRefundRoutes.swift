import Bookings
import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// What was paid for a booking, and giving some of it back, for programs of the staff.
struct AdminRefundRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "payments")
        let unknown = Route.Refusal(404, "booking.not_found")
        let refusals: [Route.Refusal] = [
            unknown, .init(409, "payment.nothing_paid"), .init(409, "payment.more_than_paid"),
            .init(422, "payment.wrong_currency"),
        ]
        return [
            Route(
                .get, "/api/admin/bookings/{id}/payments", .staff(.finance, .read),
                "What was paid for a booking, given back, and is left", gives: [.json(MoneyAnswers.booked)],
                refuses: [unknown], options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                let id = BookingID(input.id)
                let key = try await parts.bookings.dataKeys.key(of: context.tenant)
                let booking = try await parts.bookings.find.find(id, .identifier, key: key, in: context.scope).booking
                let history = try await parts.payments.read.history(of: id, in: context.scope)
                let room = GrantRefund.Room(booking)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member("paid", room.paid)
                        json.member("refunded", room.refunded)
                        json.member("disputed", room.disputed)
                        json.member("left", room.left)
                        json.member("payments", array: { for one in history.payments { $0.value(one) } })
                        json.member("refunds", array: { for one in history.refunds { $0.value(one) } })
                        json.member("disputes", array: { for one in history.disputes { $0.value(one) } })
                    }
                }
            },
            Route(
                .post, "/api/admin/bookings/{id}/refund-previews", .staff(.finance, .write),
                "What giving some of it back would come to: of which payments, and what of it at the site's own cost",
                gives: [.json(MoneyAnswers.previewed)], refuses: refusals, options: options
            ) { (input: StaffRefundPreview, context: StaffContext) in
                do {
                    let seen = try await preview(input, context)
                    return .json(cache: .never) { $0.value(seen) }
                } catch let error as PaymentError {
                    throw error.atFields
                }
            },
            Route(
                .post, "/api/admin/bookings/{id}/refunds", .staff(.finance, .write),
                "Give some of what was paid back, at the site's own cost and for a reason",
                gives: [.json(MoneyAnswers.granted, .created, "It is on its way.")],
                refuses: refusals, options: options
            ) { (input: StaffRefund, context: Keyed<StaffContext>) in
                do { return try await grant(input, context) } catch let error as PaymentError {
                    throw error.atFields
                }
            },
        ]
    }

    private func preview(_ input: StaffRefundPreview, _ context: StaffContext) async throws -> RefundPreview {
        let key = try await parts.bookings.dataKeys.key(of: context.tenant)
        let booking = try await parts.bookings.find.find(
            BookingID(input.id), .identifier, key: key, in: context.scope
        ).booking
        return try await parts.payments.grant.preview(input.amount, of: booking, in: context.scope)
    }

    private func grant(_ input: StaffRefund, _ context: Keyed<StaffContext>) async throws -> Answer {
        let (stage, id) = (context.stage, BookingID(input.id))
        let key = try await parts.bookings.dataKeys.key(of: stage.tenant)
        return try await context.onceClosing { [verb = parts.payments.grant] tx in
            let effect = try await verb.grant(
                input.amount, of: id, ChangeReason(input.reason), key: key, stage.auditActor, in: tx)
            let answer = Answer.json(status: .created, cache: .never) { json in
                json.object { json in
                    json.member("booking_id", id.uuid)
                    json.member("amount", effect.value.amount)
                    json.member("refund_ids", array: { for one in effect.value.refunds { $0.value(one.uuid) } })
                }
            }
            return (answer.with(.location, "/api/admin/bookings/\(id.uuid.text)/payments"), effect.closing)
        }
    }
}

extension PaymentError {
    /// The problem with the fields of a refund that it is about.
    var atFields: Problem {
        switch self {
        case .moreThanPaid(let left):
            Problem(
                409, "payment.more_than_paid", ["left": .money(left)],
                faults: [.init("/amount/amount", "payment_more_than_paid", ["left": .money(left)])],
                members: ["left": .money(left)])
        case .wrongCurrency(let currency):
            Problem(
                422, "payment.wrong_currency", ["currency": .text(currency.code)],
                faults: [.init("/amount/currency", "payment_wrong_currency", ["currency": .text(currency.code)])])
        default: problem
        }
    }
}
