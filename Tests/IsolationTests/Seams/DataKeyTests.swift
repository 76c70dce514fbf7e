import Tenancy
import TestSupport
import Testing

@Suite("Data keys of one process")
struct DataKeyTests {
    @Test("Are each tenant's own, in whatever order they were opened", arguments: IsolationMode.allCases)
    func apart(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (attacker, victim) = try await fleet.pair(mode)
        for order in [[attacker, victim], [victim, attacker]] {
            let keys = DataKeys(database: fleet.platform, masterKeys: fleet.masterKeys)
            for entry in order { #expect(try await keys.key(of: entry.id).tenant == entry.id) }
            let (own, theirs) = (try await keys.key(of: attacker.id), try await keys.key(of: victim.id))
            let sealed = try theirs.seal("Ada Lovelace", field: "name")
            #expect(try theirs.open(sealed, field: "name") == "Ada Lovelace")
            #expect(throws: (any Error).self) { try own.open(sealed, field: "name") }
            #expect(own.blindIndex("ada@example.com") != theirs.blindIndex("ada@example.com"))
        }
        await fleet.close()
    }
}
