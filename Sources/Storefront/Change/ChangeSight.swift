import Bookings
import Foundation
import HTTPTypes
import Inventory
import Localization
import Pricing
import Vocabulary
import Web

/// A booking on its way to the page that changes it.
struct ChangeSight {
    let booking: BookingSight

    private var visit: Visit { booking.visit }
    private var words: Translator { booking.words }
    private var stay: FrozenStay { booking.booking.stay }
    private var id: UUID { booking.booking.id.uuid }

    /// The form as the booking stands.
    private var usual: SearchEntry {
        SearchEntry(destination: "", dates: stay.dates).with {
            $0.rooms = stay.rooms.map { SearchEntry.Room($0.occupancy) }
        }
    }

    /// - Parameters:
    ///   - entry: what was typed; nil where nothing was yet.
    ///   - quote: what was asked for comes to.
    func page(
        _ entry: SearchEntry? = nil, faults: SearchCheck? = nil, quote: Amendment? = nil, notices: [Notice] = [],
        status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let page = ChangePage(
            reference: booking.booking.reference.description, notices: notices, stay: booking.stay.summary,
            quote: quote.map(self.quote),
            search: visit.searchForm(
                entry ?? usual, faults: faults, action: visit.paths.changeQuote(id), prefix: "change-"
            )
            .sent(with: visit.hidden()),
            rooms: stay.rooms.count > 1 ? rooms : [], actions: [Link(words("change.back"), visit.paths.booking(id))])
        return try visit.page(
            named: ChangePage.template, page,
            PageSheet(words("change.title"), here: booking.here + "/change", isHidden: true), status: status)
    }

    private var rooms: [ChangePage.Room] {
        booking.stay.summary.rooms.enumerated().map { index, name in
            let number = MessageArgument.number(index + 1)
            return ChangePage.Room(
                name: name, button: words("change.drop", ["number": number]),
                form: FormTarget(
                    visit.paths.changeQuote(id), hidden: visit.hidden([("drop", String(index + 1))])))
        }
    }

    private func quote(_ amendment: Amendment) -> ChangePage.Quote {
        let formats = visit.formats
        var lines = [
            Fact(words("change.old_total"), formats.money(amendment.was.price.total)),
            Fact(words("change.new_total"), formats.money(amendment.stay.price.total)),
        ]
        let kept = amendment.stay.dropped.suffix(amendment.dropped.count).map(\.kept.minor).reduce(0, +)
        if kept > 0 {
            lines.append(
                Fact(words("change.kept"), formats.money(Money(minor: kept, amendment.stay.currency))))
        }
        if amendment.due.minor > 0 { lines.append(Fact(words("change.due"), formats.money(amendment.due))) }
        if amendment.returned.minor > 0 {
            lines.append(Fact(words("change.returned"), formats.money(amendment.returned)))
        }
        let due = MessageArgument.text(formats.money(amendment.due))
        return ChangePage.Quote(
            text: amendment.kind == .rooms
                ? words("change.text_rooms", ["rooms": .number(amendment.stay.rooms.count)])
                : words("change.text_stay", ["stay": .text(words.stay(amendment.stay.dates))]),
            lines: lines, validText: words("cancel.valid", booking.clock(amendment.expiresAt)),
            form: FormTarget(
                visit.paths.change(id), hidden: visit.hiddenOnce([("change_quote_id", amendment.id.uuid.text)])),
            button: amendment.due.minor > 0
                ? words("change.confirm_pay", ["amount": due]) : words("change.confirm"),
            keepURL: visit.paths.booking(id))
    }
}

extension SearchForm {
    /// The same form, sent by a press that changes something.
    fileprivate func sent(with hidden: [(name: String, value: String)]) -> SearchForm {
        SearchForm(
            form: FormTarget(form.action, hidden: hidden), destination: destination, suggestions: suggestions,
            checkIn: checkIn, checkOut: checkOut, firstDay: firstDay, lastDay: lastDay, rooms: rooms,
            canAddRoom: false, errors: errors, echo: echo)
    }
}
