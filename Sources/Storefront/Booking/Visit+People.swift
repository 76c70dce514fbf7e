import Bookings
import Localization
import Vocabulary
import Web

/// The people of a booking, as its pages name them.
extension Visit {
    func name(_ person: PersonName) -> String {
        switch person.form {
        case .full(let full): full
        case .parts(let given, let family):
            NameFields.order(language: locale.description) == .familyFirst ? "\(family) \(given)" : "\(given) \(family)"
        }
    }

    func contact(_ party: Party) -> [Fact] {
        let phone = party.phone.map { Fact(words("stay.phone"), PhoneNumbers.display($0, region: homeRegion)) }
        return [Fact(words("stay.email"), party.email.description)] + [phone].compactMap(\.self)
    }
}
