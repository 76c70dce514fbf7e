import Bookings
import Foundation
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// A booking on its way to one of its pages.
struct BookingSight {
    let found: FindBooking.Found
    let stay: StaySight
    var papers: PaperLinks?

    var visit: Visit { stay.visit }
    var words: Translator { stay.words }
    var booking: Booking { found.booking }
    private var id: UUID { booking.id.uuid }
    var here: String { "/bookings/\(id.text)" }
    var travellers: [String] { found.party?.travellers.map(visit.name) ?? [] }
    var contact: [Fact] { found.party.map(visit.contact) ?? [] }

    /// Times of ours are told on the partner's clock.
    func clock(_ instant: Date) -> [String: MessageArgument] {
        words.clock(instant, zone: visit.profile.definition.timeZone)
    }

    func review() throws -> Answer {
        let target = booking.settlement == .online ? visit.paths.pay(id) : visit.paths.confirm(id)
        let page = ReviewPage(
            form: FormTarget(target, hidden: visit.hiddenOnce()), hold: hold, stay: stay.summary,
            travellers: travellers, contact: contact, payNote: stay.payNote,
            actions: [Link(words("interruption.look_again"), stay.hotelURL)])
        return try visit.page(
            named: ReviewPage.template, page, PageSheet(words("review.title"), here: here, isHidden: true))
    }

    var hold: CheckoutPage.Hold { hold(until: booking.spaceExpiresAt) }

    func hold(until: Date) -> CheckoutPage.Hold {
        CheckoutPage.Hold(
            text: words("checkout.hold", clock(until)), endsAt: until.rfc3339,
            fiveMinutesText: words("checkout.hold_five"), oneMinuteText: words("checkout.hold_one"),
            endedText: words("checkout.hold_ended"))
    }

    func expired() throws -> Answer {
        try visit.interruption(.holdExpired, here: here, lookAgain: stay.hotelURL, others: stay.otherHotelsURL)
    }

    /// - Parameter paid: what was paid through us; nil where all is paid at the property.
    func confirmation(paid: PaidWords?) throws -> Answer {
        let email = found.party?.email.description ?? ""
        let page = ConfirmationPage(
            reference: booking.reference.description, keepText: words("confirmation.keep", ["email": .text(email)]),
            stay: stay.summary, travellers: travellers, contact: contact,
            paymentText: paid?.summary(booking)
                ?? words("confirmation.pay_at_property", ["amount": .text(visit.formats.money(booking.price.total))]),
            papers: papers,
            actions: [
                Link(words("confirmation.to_booking"), visit.paths.booking(id)),
                Link(words("confirmation.to_home"), visit.paths.home),
            ])
        return try visit.page(
            .confirmation, page,
            PageSheet(words("confirmation.title"), here: here + "/confirmation", isHidden: true))
    }

    /// `quote` where the traveller has asked what giving it back costs.
    func page(
        quote: Bookings.CancellationQuote? = nil, notices: [Notice] = [], paid: PaidWords? = nil
    ) throws -> Answer {
        let canChange = found.dated.availableActions.contains(.change)
        let canCancel = found.dated.availableActions.contains(.cancel)
        let confirmation =
            switch found.dated.state {
            case .confirmed: [Link(words("manage.to_confirmation"), visit.paths.confirmation(id))]
            case .pendingPayment: [Link(words("pay.continue"), visit.paths.payment(id))]
            default: [Link]()
            }
        let page = BookingPage(
            reference: booking.reference.description, state: words("state.\(found.dated.state.rawValue)"),
            tone: found.dated.state.tone, notices: notices + cancelled + dropped, stay: stay.summary,
            travellers: travellers,
            contact: contact, money: paid?.lines ?? [],
            cancel: canCancel ? FormTarget(visit.paths.cancellation(id), hidden: visit.hidden()) : nil,
            quote: quote.map(self.quote), papers: papers,
            actions: confirmation + (canChange ? [Link(words("change.start"), visit.paths.change(id))] : []) + [
                Link(words("interruption.look_again"), stay.hotelURL),
                Link(words("manage.look_up_another"), visit.paths.manage),
            ])
        return try visit.page(.booking, page, PageSheet(words("manage.booking"), here: here, isHidden: true))
    }

    func news(_ told: PaperNews?) -> [Notice] {
        told.map { [Notice(.positive, words("papers.told_\($0.rawValue)"))] } ?? []
    }

    /// Rooms that were given back alone.
    private var dropped: [Notice] {
        booking.stay.dropped.map { room in
            let amount = MessageArgument.text(visit.formats.money(room.kept))
            return Notice(
                .information,
                room.kept.minor > 0
                    ? words("change.dropped_kept", ["room": .text(room.name), "amount": amount])
                    : words("change.dropped", ["room": .text(room.name)]))
        }
    }

    private var cancelled: [Notice] {
        guard found.dated.state == .cancelled else { return [] }
        let refund = booking.refunded
        return [
            Notice(
                .positive,
                refund.minor > 0
                    ? words("cancel.done", ["amount": .text(visit.formats.money(refund))])
                    : words("cancel.done_nothing_paid"))
        ]
    }

    private func quote(_ quote: Bookings.CancellationQuote) -> BookingPage.CancellationQuote {
        let penalty = visit.formats.money(quote.penalty)
        return BookingPage.CancellationQuote(
            penalty: penalty, refund: visit.formats.money(quote.refund),
            text: quote.penalty.minor == 0
                ? words("cancel.text_free") : words("cancel.text_penalty", ["amount": .text(penalty)]),
            validText: words("cancel.valid", clock(quote.expiresAt)),
            form: FormTarget(
                visit.paths.cancel(id), hidden: visit.hiddenOnce([("cancellation_quote_id", quote.id.text)])),
            keepURL: visit.paths.booking(id))
    }
}

extension Visit {
    /// Throws `PostgresError`.
    func bookingSight(_ found: FindBooking.Found) async throws -> BookingSight {
        BookingSight(
            found: found, stay: try await sight(of: found.booking), papers: try await papers(of: found))
    }
}

extension BookingState {
    var tone: Notice.Tone {
        switch self {
        case .confirmed, .completed: .positive
        case .held, .pendingPayment, .authorized, .supplierPending, .supplierUnknown: .warning
        case .expired, .declined, .soldOut, .failed: .danger
        case .cancelled: .information
        }
    }
}
