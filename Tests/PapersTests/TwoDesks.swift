import Foundation
import Inventory
import Localization
import Logging
import Messaging
import Papers
import Postgres
import Pricing
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import Bookings
@testable import Jobs

/// Two partners on one database, one in the shared schema and one in its own, each with bookings to have papers of.
struct TwoDesks: Sendable {
    let fleet: TestFleet
    let clock: ManualClock
    let one: PaperShop
    let two: PaperShop

    var both: [PaperShop] { [one, two] }

    static func with(paid: PaidLines = .none, _ body: (TwoDesks) async throws -> Void) async throws {
        let fleet = try await TestFleet.make(appConnections: 16)
        let clock = ManualClock()
        let outcome: Result<Void, any Error>
        do {
            let one = try await PaperShop.open("aurelia", try await fleet.tenant("one", .pooled), fleet, paid, clock)
            let two = try await PaperShop.open("diwan", try await fleet.tenant("two", .schema), fleet, paid, clock)
            try await body(TwoDesks(fleet: fleet, clock: clock, one: one, two: two))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await fleet.close()
        try outcome.get()
    }
}

/// A partner with a hotel, whose bookings are written as if they had been made.
struct PaperShop: Sendable {
    let entry: TenantEntry
    let scope: TenantScope
    let profile: TenantProfile
    let papers: PapersFeature
    let key: TenantDataKey
    private let hotel: HotelID
    private let identifiers: IdentifierSource

    static func open(
        _ partner: String, _ entry: TenantEntry, _ fleet: TestFleet, _ paid: PaidLines,
        _ clock: ManualClock
    ) async throws -> PaperShop {
        let jobs = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
        let bookings = BookingsFeature(
            pricing: PriceOffer(codec: OfferCodec(key: fleet.masterKeys.purposeKey("offer")), clock: .system),
            jobs: jobs, dataKeys: fleet.dataKeys, identifiers: fleet.identifiers, secrets: .system)
        let shop = PaperShop(
            entry: entry, scope: fleet.tenants.scope(entry), profile: try PaperSamples.profile(partner, entry),
            papers: PapersFeature(
                paid: paid, press: PaperPress(), bookings: bookings,
                mail: EnqueueMail(jobs: jobs, dataKeys: fleet.dataKeys, identifiers: fleet.identifiers),
                clock: clock.wallClock, identifiers: fleet.identifiers),
            key: try await fleet.dataKeys.key(of: entry.id), hotel: HotelID(fleet.identifiers.next()),
            identifiers: fleet.identifiers)
        try await shop.settle()
        return shop
    }

    private func settle() async throws {
        let tenant = entry.id
        _ = try await scope.run([
            "insert into definitions (tenant_id, version, document, digest, actor) values (\(tenant), 1, '{}', 'd', 'test')",
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(tenant), 'BER', 'DE', 52.5, 13.4, 'Europe/Berlin')
            """,
            """
            insert into hotels (tenant_id, hotel_id, city_code, stars, rating_tenths, latitude, longitude, zone,
                                check_in_from, check_out_until)
            values (\(tenant), \(hotel.uuid), 'BER', 4, 85, 52.5, 13.4, 'Europe/Berlin', '15:00', '11:00')
            """,
            """
            insert into hotel_charges (tenant_id, hotel_id, code, kind, basis, value, included, payable)
            values (\(tenant), \(hotel.uuid), 'vat', 'tax', 'percent', 1000, true, 'at_property')
            """,
        ])
    }

    /// A stay that is agreed.
    func booking(_ state: BookingState = .confirmed, rooms: Int = 1) async throws -> FindBooking.Found {
        let id = BookingID(identifiers.next())
        let stay = try stay(rooms: rooms, nights: 3)
        let party = try PartyEntry(
            travellers: [.init(givenName: "Ada", familyName: "Lovelace")], email: "ada@example.com"
        ).checked(homeRegion: nil)
        let sealed = try SealedParty(party, with: key)
        let conditions = BookingConditions(definitionVersion: 1, billing: profile.definition.billing, texts: [:])
        _ = try await scope.run(
            """
            insert into bookings
              (tenant_id, booking_id, reference, state, sequence, settlement, hotel_id, check_in, check_out, ends_at,
               travellers_sealed, email_sealed, email_index, data_key_number, stay, conditions, total_minor, currency,
               definition_version, locale, access_token_hash, space_expires_at, price_expires_at)
            values
              (\(entry.id), \(id.uuid), \(BookingReference(from: .system).description), \(state.rawValue), 2,
               'at_property', \(hotel.uuid), \(stay.dates.checkIn), \(stay.dates.checkOut), \(stay.checkOut.instant),
               \(sealed.travellers), \(sealed.email), \(sealed.emailIndex), \(sealed.keyNumber), \(try stay.json()),
               \(try conditions.json()), \(stay.price.total.minor), \(stay.currency), 1, 'en',
               sha256(\(id.uuid.text)::bytea), clock_timestamp(), clock_timestamp())
            """)
        return try await FindBooking().opened(id, key: key, in: scope).found
    }

    func cancel(_ found: FindBooking.Found, penalty: Int = 0) async throws {
        _ = try await scope.run(
            """
            update bookings set state = 'cancelled', sequence = sequence + 1, penalty_minor = \(penalty)
             where booking_id = \(found.booking.id.uuid)
            """)
    }

    /// Another stay is agreed in the place of the one before, as a change leaves it.
    func change(_ id: BookingID, to stay: FrozenStay, _ fleet: TestFleet) async throws {
        _ = try await fleet.admin.single(
            """
            update \(identifier: entry.schema).bookings
               set stay = \(try stay.json()), check_in = \(stay.dates.checkIn), check_out = \(stay.dates.checkOut),
                   ends_at = \(stay.checkOut.instant), total_minor = \(stay.price.total.minor), sequence = sequence + 1
             where tenant_id = \(entry.id) and booking_id = \(id.uuid)
            """)
    }

    func found(_ id: BookingID) async throws -> FindBooking.Found {
        try await FindBooking().opened(id, key: key, in: scope).found
    }

    /// The other rooms stay as they were; of this one its penalty is kept.
    func dropping(_ place: Int, of stay: FrozenStay) -> FrozenStay {
        var rooms = stay.rooms
        let gone = rooms.remove(at: place)
        return FrozenStay(
            hotel: stay.hotel, hotelName: stay.hotelName, hotelAddress: stay.hotelAddress, dates: stay.dates,
            checkOut: stay.checkOut, rooms: rooms,
            dropped: stay.dropped + [gone.dropped(at: PaperSamples.instant, of: stay.dates)])
    }

    func stay(rooms: Int, nights: Int, penalty: Int = 0) throws -> FrozenStay {
        try PaperSamples.stay(hotel, profile.defaultCurrency, rooms: rooms, nights: nights, penalty: penalty)
    }

    static let nobody = PaperBuyer.Entry(company: nil, taxNumber: nil, address: nil)

    @discardableResult
    func issue(
        _ found: FindBooking.Found, for buyer: PaperBuyer.Entry = nobody, thenFails: Bool = false
    ) async throws -> IssuedPaper {
        let draft = try await papers.issue.draft(found, for: buyer, of: profile.definition, key: key, in: scope)
        return try await scope.transaction { tx in
            let paper = try await papers.issue.issue(draft, key: key, by: "guest", in: tx)
            if thenFails { throw GivenUp() }
            return paper
        }
    }

    struct GivenUp: Error {}

    func issued(_ found: FindBooking.Found) async throws -> IssuedPapers {
        try await papers.desk.issued(found.booking.id, key: key, in: scope)
    }

    /// What the outbox tells of a booking.
    func told(_ id: BookingID, _ kind: String, _ fleet: TestFleet) async throws {
        let directory = TenantDirectory(platformHosts: [])
        _ = try await DirectoryFollower(
            directory: directory, database: fleet.platform,
            listener: PostgresListener(
                PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger),
            logger: TestFleet.logger, changed: { _ in }
        ).load()
        let event = OutboxReader.Event(
            tenant: entry.id, id: UUID(), position: 1, kind: kind, subject: id.uuid, payload: JSONText("{}"),
            createdAt: PaperSamples.instant)
        try await papers.following(tenants: fleet.tenants, directory: directory, logger: TestFleet.logger)
            .handle(event)
    }
}
