import Tenancy
import Testing

@Suite("Attacks by the application's own login")
struct AttackTests {
    /// Fewer would mean that a family was lost.
    static let attacksMin = 100

    @Test("None reaches the other tenant, and the connection serves it unharmed", arguments: IsolationMode.allCases)
    func attacksFail(_ mode: IsolationMode) async throws {
        #expect(Attack.all.count >= Self.attacksMin)
        let arena = try await Arena.make(mode)
        #expect(try await arena.aftermath().isEmpty, "before any attack")
        for attack in Attack.all {
            let complaints = await arena.assault(attack)
            #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        }
        await arena.close()
    }

    @Test("No error tells whether the other tenant has a row", arguments: IsolationMode.allCases)
    func oraclesAreDumb(_ mode: IsolationMode) async throws {
        let arena = try await Arena.make(mode)
        for oracle in Oracle.all {
            let complaints = await arena.consult(oracle)
            #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        }
        await arena.close()
    }
}
