import Postgres
import Tenancy
import TestSupport

/// A partner whose every hotel, room and city says whose they are, as its brand, hosts and addresses do.
struct SweptPartner: Sendable {
    let entry: TenantEntry
    /// In the words of this partner and nowhere else.
    let word: String
    let host: String

    private static let roomsEachNight: Int32 = 10_000

    static func make(
        _ folder: String, as word: String, _ mode: IsolationMode, in fleet: TestFleet
    ) async throws -> SweptPartner {
        let partner = try await TestPartner.make(folder, as: word, mode, in: fleet)
        for table in ["hotel_texts", "room_type_texts", "city_texts"] {
            _ = try await fleet.admin.single(
                """
                update \(identifier: partner.entry.schema).\(identifier: table) set name = \(word + table + " ") || name
                 where tenant_id = \(partner.entry.id)
                """)
        }
        // A sweep tries each route many times over: whichever day it is, no night may run out of rooms on the way.
        _ = try await fleet.admin.single(
            """
            update \(identifier: partner.entry.schema).room_nights set capacity = \(roomsEachNight)
             where tenant_id = \(partner.entry.id)
            """)
        try await SweptPeople.settle(word, partner.entry, in: fleet)
        return SweptPartner(entry: partner.entry, word: word, host: partner.host)
    }
}
