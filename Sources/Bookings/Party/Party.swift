import Localization
import Vocabulary
package import Web

/// The people of a booking: who sleeps, and who is written to.
package struct Party: Hashable, Sendable {
    /// As many as can sleep in the rooms of one booking.
    package static let travellersMax = 81
    package static let notesMax = 1_000

    package let travellers: [PersonName]
    package let email: EmailAddress
    /// E.164.
    package let phone: String?
    package let notes: String?
}

/// The people as a form or a body names them, before any rule was applied.
package struct PartyEntry: Hashable, Sendable {
    package struct Traveller: Hashable, Sendable {
        package var givenName: String?
        package var familyName: String?
        package var fullName: String?
        package var givenKana: String?
        package var familyKana: String?
        package var latinName: String?

        /// Throws every fault of this traveller's names.
        package var name: PersonName {
            get throws(PartyFaults) {
                try PersonName(
                    given: givenName, family: familyName, full: fullName, givenKana: givenKana, familyKana: familyKana,
                    latin: latinName)
            }
        }

        package init(
            givenName: String? = nil, familyName: String? = nil, fullName: String? = nil, givenKana: String? = nil,
            familyKana: String? = nil, latinName: String? = nil
        ) {
            self.givenName = givenName
            self.familyName = familyName
            self.fullName = fullName
            self.givenKana = givenKana
            self.familyKana = familyKana
            self.latinName = latinName
        }
    }

    package var travellers: [Traveller]
    package var email: String
    package var phone: String?
    /// ISO 3166 alpha-2: where a number without a country code is dialled.
    package var phoneRegion: String?
    package var notes: String?

    package init(
        travellers: [Traveller], email: String, phone: String? = nil, phoneRegion: String? = nil, notes: String? = nil
    ) {
        self.travellers = travellers
        self.email = email
        self.phone = phone
        self.phoneRegion = phoneRegion
        self.notes = notes
    }

    /// The party, or all faults at once with pointers into the body (`/contact/email`).
    ///
    /// `homeRegion` is the site's own, for numbers that name none.
    package func checked(homeRegion: String?) throws(PartyFaults) -> Party {
        var faults: [Problem.Fault] = []
        let names = names(&faults)
        let email = EmailAddress(email)
        if email == nil {
            faults.append(.init("/contact/email", self.email.isEmpty ? "required" : "email"))
        }
        let phone = number(homeRegion, &faults)
        let notes = notes.map(PartyText.tidy).flatMap { $0.isEmpty ? nil : $0 }
        if let notes, let fault = PartyText.fault(in: notes, "/contact/notes", max: Party.notesMax, lines: true) {
            faults.append(fault)
        }
        guard let email, faults.isEmpty else { throw PartyFaults(faults) }
        return Party(travellers: names, email: email, phone: phone, notes: notes)
    }

    private func names(_ faults: inout [Problem.Fault]) -> [PersonName] {
        guard !travellers.isEmpty else {
            faults.append(.init("/travellers", "required"))
            return []
        }
        guard travellers.count <= Party.travellersMax else {
            faults.append(.init("/travellers", "too_many", ["max": .number(Party.travellersMax)]))
            return []
        }
        var names: [PersonName] = []
        for (index, entry) in travellers.enumerated() {
            do throws(PartyFaults) {
                names.append(try entry.name)
            } catch {
                faults += error.below("/travellers/\(index)")
            }
        }
        return names
    }

    private func number(_ homeRegion: String?, _ faults: inout [Problem.Fault]) -> String? {
        guard let phone = phone.map(PartyText.tidy), !phone.isEmpty else { return nil }
        do throws(PhoneFault) {
            return try PhoneNumbers.normalise(phone, region: phoneRegion ?? homeRegion)
        } catch {
            faults.append(.init("/contact/phone", "phone"))
            return nil
        }
    }
}
