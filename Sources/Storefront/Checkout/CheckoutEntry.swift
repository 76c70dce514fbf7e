import Bookings
import Inventory
import Pricing
import Vocabulary
import Web

/// What was typed at the checkout: whose rooms, how they are reached, and what they agree to.
struct CheckoutEntry: TypedInput {
    /// One who answers for a room.
    static let travellersMax = StayRequest.roomsMax

    let offer: String
    /// Minor units of the total that was shown; absent where the offer's own was.
    let total: Int?
    /// Where the rooms were chosen, for the way back.
    let back: String
    /// By which rate the total was shown in another currency; empty where it was not.
    let shownBy: String
    let travellers: [NameFields.Values]
    let email: String
    let phone: String
    let notes: String
    let acceptsTerms: Bool
    private let typed: TypedFields

    static let typed: [TypedField] =
        [
            .carried("offer_id", .text(max: 1_200, [])), .carried("total", .integer(0...Int.max)),
            .carried("back", .text(max: backMax, [])),
            .carried("shown_by", .text(min: 0, max: DisplayRate.nameMax, [])), .carried("terms", .text(max: 20)),
            AccountFields.email,
            phoneField, notesField,
        ]
        + (1...travellersMax).flatMap { number in
            parts.map { .shown("traveller_\(number)_\($0)", .text(max: NameFields.lengthMax)) }
        }

    static let phoneField = TypedField.shown("phone", .text(max: 40))
    static let notesField = TypedField.shown("notes", .text(max: Party.notesMax, [.trimmed, .composed, .lines]))
    /// An address of ours is no longer than a request's line may be.
    private static let backMax = 8_000

    private static let parts = ["given", "family", "full", "family_kana", "given_kana", "latin"]

    init(_ typed: TypedFields) {
        self.typed = typed
        offer = typed["offer_id"]
        total = Int(typed["total"])
        back = typed["back"]
        shownBy = typed["shown_by"]
        email = typed["email"]
        phone = typed["phone"]
        notes = typed["notes"]
        acceptsTerms = typed["terms"] == "accepted"
        travellers = (1...Self.travellersMax).filter { number in
            Self.parts.contains { typed.has("traveller_\(number)_\($0)") }
        }.map { number in
            var values = NameFields.Values()
            values.given = typed["traveller_\(number)_given"]
            values.family = typed["traveller_\(number)_family"]
            values.full = typed["traveller_\(number)_full"]
            values.familyKana = typed["traveller_\(number)_family_kana"]
            values.givenKana = typed["traveller_\(number)_given_kana"]
            values.latin = typed["traveller_\(number)_latin"]
            return values
        }
    }

    /// Nothing about people was typed yet.
    var isUntouched: Bool { travellers.isEmpty && email.isEmpty && phone.isEmpty && notes.isEmpty }

    /// All of it as hidden fields, with another total agreed to, as it is shown.
    func hidden(total: Money, shownBy rate: DisplayRate?) -> [(name: String, value: String)] {
        let own = ["total", "shown_by"]
        let names = Self.fields.map(\.name).filter { !own.contains($0) && typed.has($0) }
        return [("total", String(total.minor)), ("shown_by", rate?.name ?? "")] + names.map { ($0, typed[$0]) }
    }

    /// Only an address of this site's hotels leads back.
    func back(_ paths: SitePaths) -> String? { back.hasPrefix(paths.hotels) ? back : nil }

    /// The party, or every fault at once by the names of the body that `PartyEntry` gives them.
    func party(homeRegion: String) throws(PartyFaults) -> Party {
        var faults: [Problem.Fault] = []
        var party: Party?
        do throws(PartyFaults) {
            party = try PartyEntry(
                travellers: travellers.map(\.traveller), email: email, phone: phone.isEmpty ? nil : phone, notes: notes
            ).checked(homeRegion: homeRegion)
        } catch {
            faults = error.faults
        }
        if !acceptsTerms { faults.append(.init("/terms", "terms")) }
        guard let party, faults.isEmpty else { throw PartyFaults(faults) }
        return party
    }
}

extension NameFields.Values {
    /// A full name stands alone; the parts stand without it.
    fileprivate var traveller: PartyEntry.Traveller {
        PartyEntry.Traveller(
            givenName: given, familyName: family, fullName: full, givenKana: givenKana, familyKana: familyKana,
            latinName: latin)
    }
}
