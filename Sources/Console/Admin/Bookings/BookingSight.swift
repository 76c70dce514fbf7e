import Bookings
import Localization
import Papers
import Pricing
import Tenancy
import Vocabulary
import Web

/// How bookings look on the console.
struct BookingSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.bookings.\(key)") }

    func fields(_ input: BookingListInput) -> [FormField] {
        [
            seat.choiceField(
                "state", seat.t("console.keys.state"), BookingState.allCases.map { ($0.rawValue, name($0)) },
                chosen: input.state?.rawValue),
            seat.codeField("reference", t("reference"), input.reference, max: 24),
            seat.codeField("email", seat.t("console.sign_in.email"), input.email, max: EmailAddress.lengthMax),
        ]
    }

    var list: ItemList<DatedBooking> {
        let (seat, state) = (seat, state)
        return ItemList(
            words: seat.words, path: "/admin/bookings", file: "bookings", caption: seat.t("console.way.bookings"),
            empty: t("none"), emptyLink: Link(seat.t("console.to_site"), "/"), natural: ListOrder("made", .down),
            columns: [
                .code("reference", t("reference"), isOrdered: false) {
                    "/admin/bookings/\($0.booking.id.uuid.text)"
                } _: {
                    $0.booking.reference.description
                },
                .state("state", seat.t("console.keys.state"), isOrdered: false) {
                    $0.state.rawValue
                } cell: {
                    state($0.state)
                },
                .words("hotel", t("hotel"), isOrdered: false) { $0.booking.stay.hotelName },
                .state("check_in", t("stay")) {
                    $0.booking.stay.dates.checkIn.description
                } cell: {
                    Cell(dates($0.booking))
                },
                .state("total", t("total"), isOrdered: false) {
                    String($0.booking.price.total.minor)
                } cell: {
                    Cell(seat.words.formats.money($0.booking.price.total))
                },
                .moment("made", t("made"), seat) { $0.booking.createdAt },
            ])
    }

    func page(
        _ found: FindBooking.Found, _ steps: [BrowseBookings.Step], _ actors: ActorWords,
        _ issued: IssuedPapers, money blocks: [Block], done: String?
    ) throws -> Answer {
        let booking = found.booking
        let money = { seat.words.formats.money($0) }
        let facts = [
            Fact(seat.t("console.keys.state"), state(found.dated.state)),
            Fact(t("hotel"), Cell(booking.stay.hotelName)), Fact(t("stay"), Cell(dates(booking))),
            Fact(t("guests"), seat.number(booking.stay.guests)),
            Fact(t("rooms"), Cell(seat.words.formats.list(booking.stay.rooms.map(\.name)))),
            Fact(t("total"), Cell(money(booking.price.total))), Fact(t("paid"), Cell(money(booking.paid))),
            Fact(t("penalty"), Cell(money(booking.penalty))), Fact(t("made"), seat.moment(booking.createdAt)),
        ]
        return try seat.page(
            seat.t("console.bookings.title", ["reference": .text(booking.reference.description)]),
            trail: [Link(seat.t("console.way.bookings"), "/admin/bookings")], done: done,
            [.facts(title: nil, facts), .links(title: nil, papers(found, issued) + deeds(found))]
                + (found.party.map { [people($0)] } ?? []) + blocks + [.table(timeline(steps, actors))])
    }

    private func deeds(_ found: FindBooking.Found) -> [Link] {
        guard seat.may(.bookings), found.dated.availableActions.contains(.cancel) else { return [] }
        return [Link(t("cancel"), "/admin/bookings/\(found.booking.id.uuid.text)/cancel")]
    }

    private func papers(_ found: FindBooking.Found, _ issued: IssuedPapers) -> [Link] {
        guard found.dated.state.isAgreed else { return [] }
        let here = "/admin/bookings/\(found.booking.id.uuid.text)"
        let files =
            [Link(seat.t("papers.receipt"), "\(here)/receipt.pdf")]
            + issued.files(seat.words).map { Link($0.label, "\(here)/\($0.file)") }
        return files + (seat.may(.bookings) ? [Link(seat.t("papers.send"), "\(here)/resend")] : [])
    }

    private func people(_ party: Party) -> Block {
        let names = party.travellers.map { person in
            switch person.form {
            case .parts(let given, let family): "\(given) \(family)"
            case .full(let full): full
            }
        }
        var facts = names.map { Fact(seat.t("console.role.traveller"), Cell($0)) }
        facts.append(Fact(seat.t("console.sign_in.email"), .code(party.email.description)))
        if let phone = party.phone { facts.append(Fact(t("phone"), .code(phone))) }
        if let notes = party.notes { facts.append(Fact(t("notes"), Cell(notes))) }
        return .facts(title: t("people"), facts)
    }

    private func timeline(_ steps: [BrowseBookings.Step], _ actors: ActorWords) -> Table {
        Table(
            caption: t("timeline"),
            [t("step"), seat.t("console.keys.state"), t("who"), t("when"), t("why"), t("request")],
            steps.map { step in
                [
                    Cell(seat.t("console.step.\(step.action)")), step.to.map(state) ?? .none,
                    actors.cell(step.actor, seat.words),
                    seat.moment(step.recordedAt), why(step), .code(step.requestID),
                ]
            })
    }

    /// What somebody gave for it, or what it always is for a step that is asked no reason.
    private func why(_ step: BrowseBookings.Step) -> Cell {
        if let reason = step.reason { return Cell(reason) }
        let key = "console.why.\(step.action)"
        return seat.words.has(key) ? Cell(seat.t(key)) : .none
    }

    private func dates(_ booking: Booking) -> String {
        seat.words.formats.dateRange(booking.stay.dates.checkIn, booking.stay.dates.checkOut)
    }

    private func name(_ state: BookingState) -> String { seat.t("console.state.\(state.rawValue)") }

    @Sendable private func state(_ state: BookingState) -> Cell {
        let tone: Cell.Tone =
            switch state {
            case .confirmed, .completed: .good
            case .held, .pendingPayment, .authorized, .supplierPending, .supplierUnknown: .warned
            case .declined, .soldOut, .failed: .bad
            case .expired, .cancelled: .plain
            }
        return Cell(name(state), tone: tone)
    }
}
