import Bookings
import Pricing

extension FrozenStay {
    /// The rules behind the stay's charges as they were agreed, by code: a rate that changed since would be a lie on a
    /// paper. None for a charge that rooms have by different rules, or that was agreed before rules were kept.
    var rules: [String: StayCharge] {
        var rules: [String: StayCharge] = [:]
        var torn: Set<String> = []
        for charge in rooms.flatMap({ $0.basis?.charges ?? [] }) {
            if let known = rules[charge.code], known != charge { torn.insert(charge.code) }
            rules[charge.code] = charge
        }
        return rules.filter { !torn.contains($0.key) }
    }
}
