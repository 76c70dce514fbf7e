import Bookings
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// How bookings look on the console.
struct BookingSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    var reset: (String, String) { (seat.t("console.bookings.reset"), "/admin/bookings") }

    func search(_ input: BookingSearchInput) -> EditForm {
        EditForm(
            action: "/admin/bookings", token: nil,
            lines: [
                .init(
                    name: "state", label: seat.t("console.keys.state"),
                    kind: .select(
                        [("", seat.t("console.bookings.any_state"))]
                            + BookingState.allCases.map { ($0.rawValue, name($0)) }),
                    values: [input.state?.rawValue ?? ""]),
                .init(
                    name: "reference", label: seat.t("console.bookings.reference"), kind: .input(type: "search"),
                    values: [input.reference ?? ""], direction: "ltr", lengthMax: 24),
                .init(
                    name: "email", label: seat.t("console.sign_in.email"), kind: .input(type: "search"),
                    values: [input.email ?? ""], direction: "ltr", lengthMax: EmailAddress.lengthMax),
                .init(
                    name: "order", label: seat.t("console.bookings.order"),
                    kind: .select(
                        BookingOrder.allCases.map { ($0.rawValue, seat.t("console.bookings.order_\($0.rawValue)")) }),
                    values: [input.order.rawValue]),
            ], submit: seat.t("console.bookings.filter"), isRow: true)
    }

    func table(_ bookings: [DatedBooking]) -> Block {
        .table(
            [
                seat.t("console.bookings.reference"), seat.t("console.keys.state"), seat.t("console.bookings.hotel"),
                seat.t("console.bookings.stay"), seat.t("console.bookings.total"), seat.t("console.bookings.made"),
            ],
            bookings.map { dated in
                let booking = dated.booking
                return [
                    Cell(booking.reference.description, link: "/admin/bookings/\(booking.id.uuid.text)"),
                    state(dated.state), Cell(booking.stay.hotelName), Cell(dates(booking)),
                    Cell(seat.words.formats.money(booking.price.total)), Cell(seat.time(booking.createdAt)),
                ]
            }, caption: seat.t("console.way.bookings"))
    }

    func page(_ found: FindBooking.Found, _ steps: [BrowseBookings.Step]) throws -> Answer {
        let booking = found.booking
        let money = { seat.words.formats.money($0) }
        let facts: [(String, Cell)] = [
            (seat.t("console.keys.state"), state(found.dated.state)),
            (seat.t("console.bookings.hotel"), Cell(booking.stay.hotelName)),
            (seat.t("console.bookings.stay"), Cell(dates(booking))),
            (seat.t("console.bookings.guests"), Cell(seat.words.formats.number(booking.stay.guests))),
            (seat.t("console.bookings.rooms"), Cell(seat.words.formats.list(booking.stay.rooms.map(\.name)))),
            (seat.t("console.bookings.total"), Cell(money(booking.price.total))),
            (seat.t("console.bookings.paid"), Cell(money(booking.paid))),
            (seat.t("console.bookings.penalty"), Cell(money(booking.penalty))),
            (seat.t("console.bookings.made"), Cell(seat.time(booking.createdAt))),
        ]
        var blocks = [Block.facts(facts)]
        if let party = found.party { blocks.append(people(party)) }
        blocks.append(timeline(steps))
        blocks.append(.links([(seat.t("console.way.bookings"), "/admin/bookings")]))
        return try seat.page(
            seat.t("console.bookings.title", ["reference": .text(booking.reference.description)]), blocks)
    }

    private func people(_ party: Party) -> Block {
        let names = party.travellers.map { person in
            switch person.form {
            case .parts(let given, let family): "\(given) \(family)"
            case .full(let full): full
            }
        }
        var facts: [(String, Cell)] = names.map { (seat.t("console.role.traveller"), Cell($0)) }
        facts.append((seat.t("console.sign_in.email"), .code(party.email.description)))
        if let phone = party.phone { facts.append((seat.t("console.bookings.phone"), .code(phone))) }
        if let notes = party.notes { facts.append((seat.t("console.bookings.notes"), Cell(notes))) }
        return .facts(facts, heading: seat.t("console.bookings.people"))
    }

    private func timeline(_ steps: [BrowseBookings.Step]) -> Block {
        let heading = seat.t("console.bookings.timeline")
        return .table(
            [
                seat.t("console.bookings.step"), seat.t("console.keys.state"), seat.t("console.bookings.who"),
                seat.t("console.bookings.when"), seat.t("console.bookings.request"),
            ],
            steps.map { step in
                [
                    Cell(seat.t("console.step.\(step.action)")), step.to.map(state) ?? "", .code(step.actor),
                    Cell(seat.time(step.recordedAt)), step.requestID.map(Cell.code) ?? "",
                ]
            }, heading: heading, caption: heading)
    }

    private func dates(_ booking: Booking) -> String {
        seat.words.formats.dateRange(booking.stay.dates.checkIn, booking.stay.dates.checkOut)
    }

    private func name(_ state: BookingState) -> String { seat.t("console.state.\(state.rawValue)") }

    private func state(_ state: BookingState) -> Cell {
        let tone: Cell.Tone =
            switch state {
            case .confirmed, .completed: .good
            case .held, .pendingPayment, .authorized, .supplierPending, .supplierUnknown: .warn
            case .declined, .soldOut, .failed: .bad
            case .expired, .cancelled: .plain
            }
        return .state(name(state), tone)
    }
}
