import Foundation
import Vocabulary
import Web

/// `POST /api/bookings`: from a quote or straight from an offer.
struct HoldInput: Input {
    let source: HoldCommand.Source
    let acceptedTotal: Money?
    let party: PartyEntry

    static let form = Form<HoldInput>(
        "BookingRequest",
        Field("quote_id", .uuid).optional.example(.text("01979f3a-7c1e-7d2b-9a41-5e6f70819203")),
        Field("offer_id", .text(max: QuoteInput.offerMax), "Instead of a quote.").optional,
        Field("accepted_total", .money(), "The changed total that the traveller agrees to.").optional,
        Field("travellers", .list(.object(TravellerInput.form), 1...Party.travellersMax)).example(
            .list([.object([.init("given_name", .text("Ada")), .init("family_name", .text("Lovelace"))])])),
        Field("contact", .object(ContactInput.form))
    ) { quote, offer, accepted, travellers, contact in
        let source: HoldCommand.Source
        switch (quote, offer) {
        case (let quote?, nil): source = .quote(quote)
        case (nil, let offer?): source = .offer(offer)
        case (nil, nil): throw InputFaults("/quote_id", "required")
        default: throw InputFaults("/offer_id", "duplicate")
        }
        return HoldInput(
            source: source, acceptedTotal: accepted,
            party: PartyEntry(
                travellers: travellers, email: contact.email, phone: contact.phone, phoneRegion: contact.phoneRegion,
                notes: contact.notes))
    }
}

/// A traveller's names; checked here already, so that their faults are told with all others.
enum TravellerInput {
    static let form = Form<PartyEntry.Traveller>(
        "Traveller",
        Field("given_name", name, "With `family_name`.").optional,
        Field("family_name", name).optional,
        Field("full_name", .text(max: PersonName.fullMax), "Instead of the two.").optional,
        Field("given_kana", name).optional, Field("family_kana", name).optional,
        Field("latin_name", .text(max: PersonName.fullMax), "As in the passport.").optional
    ) { given, family, full, givenKana, familyKana, latin in
        let entry = PartyEntry.Traveller(
            givenName: given, familyName: family, fullName: full, givenKana: givenKana, familyKana: familyKana,
            latinName: latin)
        do throws(PartyFaults) { _ = try entry.name } catch { throw InputFaults(error.faults) }
        return entry
    }

    private static let name = Kind<String>.text(max: PersonName.partMax)
}

struct ContactInput: Sendable {
    let email: String
    let phone: String?
    let phoneRegion: String?
    let notes: String?

    static let form = Form<ContactInput>(
        "Contact",
        Field("email", .email),
        Field("phone", .text(max: 60), "With its country code, or as dialled in `phone_region`.").optional,
        Field("phone_region", .code(CodePattern("A-Z", 2...2)), "ISO 3166; the site's country unless told.").optional,
        Field("notes", .text(max: Party.notesMax, [.trimmed, .composed, .lines]), "Wishes for the hotel.").optional
    ) { ContactInput(email: $0.description, phone: $1, phoneRegion: $2, notes: $3) }
}
