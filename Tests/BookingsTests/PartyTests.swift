import Bookings
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("The people of a booking")
struct PartyTests {
    @Test("All faults of names and contact are told at once, each with its pointer")
    func faults() {
        let entry = PartyEntry(
            travellers: [
                .init(givenName: "Ada"), .init(fullName: "Grace Hopper", latinName: "Грейс"), .init(),
                .init(givenName: "A", familyName: "B", fullName: "A B"),
            ],
            email: "nobody", phone: "12", notes: String(repeating: "x", count: Party.notesMax + 1))
        let error = #expect(throws: PartyFaults.self) { try entry.checked(homeRegion: "DE") }
        #expect(
            error?.faults.map { "\($0.pointer) \($0.code)" } == [
                "/travellers/0/family_name required", "/travellers/1/latin_name format",
                "/travellers/2/full_name required", "/travellers/3/full_name duplicate", "/contact/email email",
                "/contact/phone phone", "/contact/notes too_long",
            ])
    }

    @Test("A full name is never split, a name in parts never joined")
    func forms() throws {
        let full = try PersonName(given: nil, family: nil, full: "  Björk Guðmundsdóttir ")
        #expect(full.form == .full("Björk Guðmundsdóttir"))
        let parts = try PersonName(
            given: "花子", family: "山田", full: nil, givenKana: "ハナコ", familyKana: "ヤマダ", latin: "Hanako Yamada")
        #expect(parts.form == .parts(given: "花子", family: "山田"))
        #expect(parts.familyKana == "ヤマダ")
    }

    @Test("Names that hide characters are refused", arguments: ["Ada\u{202E}x", "Ada\u{0}", "Ada\nx"])
    func hidden(name: String) {
        #expect(throws: PartyFaults.self) { try PersonName(given: nil, family: nil, full: name) }
    }

    @Test(
        "Two spellings of one mailbox share a normal form",
        arguments: ["Ada@Example.com", " ada@example.com ", "ＡＤＡ@example.com", "ada@EXAMPLE.COM"])
    func normal(email: String) throws {
        #expect(try #require(EmailAddress(email)).normal == "ada@example.com")
    }

    @Test(
        "What mail cannot be sent to is refused",
        arguments: [
            "", "a", "a@b", "@example.com", "a@@example.com", "a b@example.com", "a@-x.com", "a..b@example.com",
        ])
    func refused(email: String) {
        #expect(EmailAddress(email) == nil)
    }

    @Test("A phone in Arabic-Indic digits becomes E.164")
    func phone() throws {
        let entry = PartyEntry(
            travellers: [.init(fullName: "ليلى")], email: "layla@example.com", phone: "٢٢٣٤٥٦٧٨", phoneRegion: "KW")
        #expect(try entry.checked(homeRegion: "DE").phone == "+96522345678")
    }

    @Test("A reference is read however it is typed, and drawn from all letters alike")
    func reference() throws {
        #expect(BookingReference("b2c-d3f４g")?.description == "B2CD3F4G")
        #expect(BookingReference(" b2c3-d4f５ ")?.description == "B2C3D4F5")
        #expect(BookingReference("OIAE2345") == nil)
        var counts: [Character: Int] = [:]
        for _ in 0..<2_000 {
            for letter in BookingReference(from: .system).description { counts[letter, default: 0] += 1 }
        }
        #expect(counts.count == 28)
        #expect(counts.values.allSatisfy { (400...760).contains($0) })
    }
}
