import Bookings
import Foundation
import Inventory
import Localization
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Papers

/// Papers of nobody's, in every language that there is.
enum PaperSamples {
    static let locales = ["en", "de", "ru", "ar", "ja"].compactMap { LocaleTag($0) }
    /// The partner that speaks each of them.
    static let partners = ["en": "halfway", "de": "aurelia", "ru": "severny", "ar": "diwan", "ja": "hinode"]
    static let instant = Date(timeIntervalSince1970: 1_795_000_000)

    private static let catalogues = Result {
        try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
    }

    static func profile(_ partner: String, _ entry: TenantEntry? = nil) throws -> TenantProfile {
        let folder = TestFleet.root.appendingPathComponent("tenants/\(partner)").path
        let definition = try TenantFolder.read(directory: folder)
        let nobody = TenantEntry(
            id: TenantID(UUID()), number: 1, generation: 1, version: 1, isolation: .pooled, state: .active)
        return try TenantProfile(
            entry: entry ?? nobody, definition: definition, definitionVersion: 1, release: 1,
            branding: definition.branding, catalogues: try catalogues.get())
    }

    static func vat(_ basisPoints: Int) -> StayCharge {
        StayCharge(
            code: "vat", kind: .tax, basis: .percent, value: basisPoints, nightsMax: nil, fromAge: 0, isIncluded: true,
            payable: .atProperty)
    }

    /// Some nights over the end of a year, with a tax that the price holds.
    static func stay(
        _ hotel: HotelID = HotelID(UUID()), _ currency: CurrencyCode = .eur, name: String = "Hotel", rooms: Int = 1,
        nights: Int = 3, penalty: Int = 0
    ) throws -> FrozenStay {
        let checkIn = try #require(CalendarDate("2026-12-30"))
        let dates = try StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: nights))
        let basis = RoomBasis(
            rate: RoomRate(
                currency: currency, nightlyMinor: (0..<nights).map { [10_000, 12_000, 9_000][$0 % 3] },
                adultsIncluded: 2, extraAdultMinor: 1_000,
                childBands: [.init(ages: 0...5, nightlyMinor: 500)], markupBasisPoints: 250, payable: .atProperty),
            charges: [vat(1_000)])
        let quote = basis.quote(dates, try Occupancy(adults: 2, childAges: [4]))
        let room = FrozenRoom(
            roomType: RoomTypeID(UUID()), ratePlan: RatePlanID(UUID()), name: "Room", occupancy: quote.occupancy,
            board: .breakfast, price: quote.price, nightly: quote.nightly.map(\.amount), charges: quote.charges,
            terms: CancellationTerms(
                windows: penalty == 0 ? [] : [.init(begins: nil, penalty: Money(minor: penalty, currency))],
                currency: currency), basis: basis)
        return FrozenStay(
            hotel: hotel, hotelName: name, hotelAddress: "A street 1, Berlin", dates: dates,
            checkOut: try Deadline(
                date: dates.checkOut, time: try #require(LocalTime("11:00")), zone: "Europe/Berlin"),
            rooms: Array(repeating: room, count: rooms))
    }

    static func booking(_ stay: FrozenStay, _ state: BookingState = .confirmed) throws -> Booking {
        Booking(
            id: BookingID(UUID()), reference: try #require(BookingReference("K7QX2M9B")),
            state: state, sequence: 2, settlement: .atProperty, stay: stay, paid: .zero(stay.currency),
            refunded: .zero(stay.currency), penalty: .zero(stay.currency), locale: .english, spaceExpiresAt: instant,
            priceExpiresAt: instant,
            createdAt: instant)
    }

    static func invoice(_ profile: TenantProfile, hotel: String = "Hotel", rooms: Int = 1) throws -> InvoiceContent {
        let stay = try stay(HotelID(UUID()), profile.defaultCurrency, name: hotel, rooms: rooms)
        return InvoiceContent(
            seller: PaperSeller(profile.definition.legal), zone: profile.definition.timeZone,
            stay: PaperStay(try booking(stay)),
            price: PaperPrice(stay, names: [:]), paid: [])
    }

    static func paper(
        _ content: InvoiceContent, _ buyer: PaperBuyer?, kind: PaperKind = .invoice
    ) -> IssuedPaper {
        IssuedPaper(
            id: UUID(), number: PaperNumber(kind: kind, year: 2026, number: 17), booking: UUID(), refersTo: nil,
            issuedAt: instant,
            content: content, buyer: buyer)
    }

    static func buyer(_ company: String?, name: String = "Ada Lovelace") -> PaperBuyer {
        PaperBuyer(name: name, .init(company: company, taxNumber: company.map { _ in "ATU 12345678" }, address: nil))
    }
}
