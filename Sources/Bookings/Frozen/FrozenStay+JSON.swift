import Foundation
import Inventory
package import Postgres
import Pricing
import Vocabulary

extension FrozenStay {
    /// The same stay always gives the same bytes: sorted names, no white space.
    package func json() throws -> JSONText {
        let document = StayDocument(
            format: StayDocument.formatNow, hotel: hotel.uuid, hotelName: hotelName, hotelAddress: hotelAddress,
            checkIn: "\(dates.checkIn)", checkOut: "\(dates.checkOut)", currency: currency,
            leavesBy: DeadlineDocument(checkOut), rooms: rooms.map(RoomDocument.init),
            dropped: dropped.isEmpty ? nil : dropped.map(DroppedDocument.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return JSONText(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    /// Throws `StayDocumentFault` or `DecodingError`.
    package init(json: JSONText) throws {
        let document = try JSONDecoder().decode(StayDocument.self, from: Data(json.text.utf8))
        guard document.format == StayDocument.formatNow else { throw StayDocumentFault(place: "format") }
        guard let checkIn = CalendarDate(document.checkIn), let checkOut = CalendarDate(document.checkOut),
            let dates = try? StayDates(checkIn: checkIn, checkOut: checkOut)
        else { throw StayDocumentFault(place: "dates") }
        guard !document.rooms.isEmpty else { throw StayDocumentFault(place: "rooms") }
        self.init(
            hotel: HotelID(document.hotel), hotelName: document.hotelName, hotelAddress: document.hotelAddress,
            dates: dates, checkOut: try document.leavesBy.deadline,
            rooms: try document.rooms.map { try FrozenRoom($0, nights: dates.nightCount, document.currency) },
            dropped: (document.dropped ?? []).map { DroppedRoom($0, document.currency) })
    }
}

extension FrozenRoom {
    fileprivate init(_ document: RoomDocument, nights: Int, _ currency: CurrencyCode) throws {
        let money = { (minor: Int) in Money(minor: minor, currency) }
        guard let occupancy = Occupancy(document.occupancy) else { throw StayDocumentFault(place: "occupancy") }
        guard let board = RatePlan.Board(rawValue: document.board) else { throw StayDocumentFault(place: "board") }
        guard document.nightly.count == nights else { throw StayDocumentFault(place: "nightly") }
        self.init(
            roomType: RoomTypeID(document.roomType), ratePlan: RatePlanID(document.ratePlan), name: document.name,
            occupancy: occupancy, board: board,
            price: Price(
                base: money(document.base), taxes: money(document.taxes), fees: money(document.fees),
                dueNow: money(document.dueNow), dueAtProperty: money(document.dueAtProperty)),
            nightly: document.nightly.map(money),
            charges: try document.charges.map { try ChargeLine($0, currency) },
            terms: CancellationTerms(
                windows: try document.cancellation.map { window in
                    CancellationTerms.Window(begins: try window.begins?.deadline, penalty: money(window.penalty))
                }, currency: currency),
            basis: try document.basis?.basis(currency))
    }
}

extension DroppedRoom {
    fileprivate init(_ document: DroppedDocument, _ currency: CurrencyCode) {
        self.init(
            name: document.name, droppedAt: Date(timeIntervalSince1970: TimeInterval(document.at)),
            kept: Money(minor: document.kept, currency), keptNow: Money(minor: document.keptNow, currency),
            supplier: Money(minor: document.supplier, currency), tax: Money(minor: document.tax, currency))
    }
}

extension DroppedDocument {
    fileprivate init(_ room: DroppedRoom) {
        self.init(
            name: room.name, at: Int(room.droppedAt.timeIntervalSince1970), kept: room.kept.minor,
            keptNow: room.keptNow.minor, supplier: room.supplier.minor, tax: room.tax.minor)
    }
}

extension RoomDocument {
    fileprivate init(_ room: FrozenRoom) {
        self.init(
            roomType: room.roomType.uuid, ratePlan: room.ratePlan.uuid, name: room.name,
            occupancy: "\(room.occupancy)", board: room.board.rawValue,
            base: room.price.base.minor, taxes: room.price.taxes.minor, fees: room.price.fees.minor,
            dueNow: room.price.dueNow.minor, dueAtProperty: room.price.dueAtProperty.minor,
            nightly: room.nightly.map(\.minor),
            charges: room.charges.map { line in
                ChargeDocument(
                    code: line.code, kind: line.kind.rawValue, amount: line.amount.minor, included: line.isIncluded,
                    payable: line.payable.rawValue)
            },
            cancellation: room.terms.windows.map { window in
                WindowDocument(begins: window.begins.map(DeadlineDocument.init), penalty: window.penalty.minor)
            }, basis: room.basis.map(BasisDocument.init))
    }
}

extension ChargeLine {
    fileprivate init(_ document: ChargeDocument, _ currency: CurrencyCode) throws {
        guard let kind = StayCharge.Kind(rawValue: document.kind), let payable = Payable(rawValue: document.payable)
        else { throw StayDocumentFault(place: "charge \(document.code)") }
        self.init(
            code: document.code, kind: kind, amount: Money(minor: document.amount, currency),
            isIncluded: document.included, payable: payable)
    }
}

extension DeadlineDocument {
    fileprivate init(_ deadline: Deadline) {
        self.init(
            date: "\(deadline.date)", time: "\(deadline.time)", zone: deadline.zone,
            instant: Int(deadline.instant.timeIntervalSince1970))
    }

    fileprivate var deadline: Deadline {
        get throws {
            guard let date = CalendarDate(date), let time = LocalTime(time) else {
                throw StayDocumentFault(place: "deadline")
            }
            return Deadline(
                agreed: Date(timeIntervalSince1970: TimeInterval(instant)), date: date, time: time, zone: zone)
        }
    }
}
