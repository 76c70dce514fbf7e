import Foundation
package import Tenancy
import Web

/// The people of a booking as the table holds them: sealed under the tenant's key, found by a blind
/// index of the e-mail.
package struct SealedParty: Sendable {
    let travellers: [UInt8]
    let email: [UInt8]
    let emailIndex: [UInt8]
    let phone: [UInt8]?
    let notes: [UInt8]?
    let keyNumber: Int

    /// Names of the columns, sealed in with the values so that none opens in another's place.
    private enum Field {
        static let travellers = "bookings.travellers"
        static let email = "bookings.email"
        static let phone = "bookings.phone"
        static let notes = "bookings.notes"
    }

    init(travellers: [UInt8], email: [UInt8], emailIndex: [UInt8], phone: [UInt8]?, notes: [UInt8]?, keyNumber: Int) {
        self.travellers = travellers
        self.email = email
        self.emailIndex = emailIndex
        self.phone = phone
        self.notes = notes
        self.keyNumber = keyNumber
    }

    package init(_ party: Party, with key: TenantDataKey) throws {
        let names = try JSONEncoder().encode(party.travellers.map(NameDocument.init))
        self.init(
            travellers: try key.seal(String(decoding: names, as: UTF8.self), field: Field.travellers),
            email: try key.seal(party.email.description, field: Field.email),
            emailIndex: key.blindIndex(party.email.normal),
            phone: try party.phone.map { try key.seal($0, field: Field.phone) },
            notes: try party.notes.map { try key.seal($0, field: Field.notes) }, keyNumber: key.number)
    }

    /// Throws what AES-GCM throws for a value that was sealed elsewhere, and `SealedPartyFault`.
    package func open(with key: TenantDataKey) throws -> Party {
        let names = try JSONDecoder().decode(
            [NameDocument].self, from: Data(try key.open(travellers, field: Field.travellers).utf8))
        guard let email = EmailAddress(try key.open(email, field: Field.email)) else { throw SealedPartyFault() }
        return Party(
            travellers: try names.map { try $0.name }, email: email,
            phone: try phone.map { try key.open($0, field: Field.phone) },
            notes: try notes.map { try key.open($0, field: Field.notes) })
    }
}

/// What was sealed opened, and is not what we seal.
struct SealedPartyFault: Error {}

private struct NameDocument: Codable {
    let given: String?
    let family: String?
    let full: String?
    let givenKana: String?
    let familyKana: String?
    let latin: String?

    init(_ name: PersonName) {
        switch name.form {
        case .parts(let given, let family): (self.given, self.family, full) = (given, family, nil)
        case .full(let full): (given, family, self.full) = (nil, nil, full)
        }
        givenKana = name.givenKana
        familyKana = name.familyKana
        latin = name.latin
    }

    var name: PersonName {
        get throws {
            try PersonName(
                given: given, family: family, full: full, givenKana: givenKana, familyKana: familyKana, latin: latin)
        }
    }
}
