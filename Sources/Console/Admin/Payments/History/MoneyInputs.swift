import Bookings
import Foundation
import Payments
import Postgres
import Vocabulary
import Web

/// What a search through payments and refunds takes; every part may be left out.
struct MoneySearchInput: Input {
    /// Nil where what was typed can be no booking's reference: then nothing fits.
    let filter: MoneyFilter?
    let page: RowPage<MoneyOrder>
    let limit: Int

    static let form = Form<MoneySearchInput>(
        "PaymentSearch", MoneyFields.kind, MoneyFields.state, Field("booking", .uuid).optional, MoneyFields.reference,
        MoneyFields.currency, MoneyFields.needsPerson, Field("from", .instant, "Begun then or later").optional,
        Field("until", .instant, "Begun before").optional, PageFields.sort(MoneyOrder.made), PageFields.order(.down),
        PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { kind, state, booking, reference, currency, needsPerson, from, until, sort, order, cursor, limit in
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        let filter = MoneyFilter(
            kind: kind, state: state, booking: booking.map { BookingID($0) }, currency: currency,
            needsPerson: needsPerson, from: from, until: until)
        return MoneySearchInput(
            filter: filter.naming(reference), page: try PageFields.page(sort, order, cursor), limit: limit)
    }
}

/// The same on the console, by days of the site's own, both included.
struct MoneyListInput: Input {
    let look: ListInput
    let kind: MoneyMove.Kind?
    let state: MoneyMove.State?
    let reference: String?
    let currency: CurrencyCode?
    let needsPerson: Bool
    let from: CalendarDate?
    let until: CalendarDate?

    static let form = Form<MoneyListInput>(
        MoneyFields.kind, MoneyFields.state, MoneyFields.reference, MoneyFields.currency, MoneyFields.needsPerson,
        Field("from", .date, "The first day").optional, Field("until", .date, "The last day").optional,
        ListFields.sort, ListFields.order, ListFields.after, ListFields.format, ListFields.done
    ) { kind, state, reference, currency, needsPerson, from, until, sort, order, after, format, done in
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        return MoneyListInput(
            look: ListInput(
                state: state?.rawValue, kind: kind?.rawValue, sort: sort, order: order, after: after, format: format,
                done: done,
                others: [
                    ("reference", reference), ("currency", currency?.code),
                    ("needs_person", needsPerson ? "true" : nil), ("from", from?.description),
                    ("until", until?.description),
                ]), kind: kind, state: state, reference: reference, currency: currency, needsPerson: needsPerson,
            from: from, until: until)
    }

    /// Nil where nothing can fit.
    func filter(_ seat: Seat) throws -> MoneyFilter? {
        try MoneyFilter(
            kind: kind, state: state, currency: currency, needsPerson: needsPerson,
            from: from.map { try seat.midnight(before: $0) }, until: until.map { try seat.midnight(after: $0) }
        ).naming(reference)
    }
}

extension MoneyFilter {
    /// Narrowed to a booking by its reference as people type it; nil where that can be no reference: nothing fits.
    func naming(_ reference: String?) -> MoneyFilter? {
        guard let reference else { return self }
        guard let read = BookingReference(reference) else { return nil }
        var narrowed = self
        narrowed.reference = read
        return narrowed
    }
}

enum MoneyFields {
    static let kind = Field("kind", Kind<MoneyMove.Kind>.choice).optional
    static let state = Field("state", Kind<MoneyMove.State>.choice).optional
    static let referenceMax = 24
    static let reference = Field("reference", .text(max: referenceMax), "The booking's, as people type it.").optional
    static let currency = Field("currency", .currency).optional
    static let needsPerson = Field("needs_person", .boolean, "Those only that cannot be settled without one.")
        .or(false)
}
