import Pricing
import Vocabulary

/// The written form of what a room's price follows from; amounts in minor units of the stay's currency.
struct BasisDocument: Codable {
    let nightly: [Int]
    let deriveBasisPoints: Int
    let deriveMinor: Int
    let adultsIncluded: Int
    let extraAdult: Int
    let children: [ChildDocument]
    let markupBasisPoints: Int
    let payable: String
    let charges: [RuleDocument]

    struct ChildDocument: Codable {
        let from: Int
        let to: Int
        let nightly: Int
    }

    struct RuleDocument: Codable {
        let code: String
        let kind: String
        let basis: String
        let value: Int
        let nightsMax: Int?
        let fromAge: Int
        let included: Bool
        let payable: String

        enum CodingKeys: String, CodingKey {
            case code, kind, basis, value, included, payable
            case nightsMax = "nights_max"
            case fromAge = "from_age"
        }
    }

    enum CodingKeys: String, CodingKey {
        case nightly, children, payable, charges
        case deriveBasisPoints = "derive_basis_points"
        case deriveMinor = "derive_minor"
        case adultsIncluded = "adults_included"
        case extraAdult = "extra_adult"
        case markupBasisPoints = "markup_basis_points"
    }
}

extension BasisDocument {
    init(_ basis: RoomBasis) {
        let rate = basis.rate
        self.init(
            nightly: rate.nightlyMinor, deriveBasisPoints: rate.derivation.basisPoints,
            deriveMinor: rate.derivation.minor, adultsIncluded: rate.adultsIncluded, extraAdult: rate.extraAdultMinor,
            children: rate.childBands.map {
                ChildDocument(from: $0.ages.lowerBound, to: $0.ages.upperBound, nightly: $0.nightlyMinor)
            }, markupBasisPoints: rate.markupBasisPoints, payable: rate.payable.rawValue,
            charges: basis.charges.map {
                RuleDocument(
                    code: $0.code, kind: $0.kind.rawValue, basis: $0.basis.rawValue, value: $0.value,
                    nightsMax: $0.nightsMax, fromAge: $0.fromAge, included: $0.isIncluded,
                    payable: $0.payable.rawValue)
            })
    }

    /// Throws `StayDocumentFault`.
    func basis(_ currency: CurrencyCode) throws -> RoomBasis {
        guard let payable = Payable(rawValue: payable) else { throw StayDocumentFault(place: "basis") }
        return RoomBasis(
            rate: RoomRate(
                currency: currency, nightlyMinor: nightly,
                derivation: .init(basisPoints: deriveBasisPoints, minor: deriveMinor), adultsIncluded: adultsIncluded,
                extraAdultMinor: extraAdult, childBands: try children.map { try $0.band },
                markupBasisPoints: markupBasisPoints, payable: payable),
            charges: try charges.map { try $0.charge })
    }
}

extension BasisDocument.ChildDocument {
    fileprivate var band: RoomRate.ChildBand {
        get throws {
            guard from <= to else { throw StayDocumentFault(place: "children") }
            return RoomRate.ChildBand(ages: from...to, nightlyMinor: nightly)
        }
    }
}

extension BasisDocument.RuleDocument {
    fileprivate var charge: StayCharge {
        get throws {
            guard let kind = StayCharge.Kind(rawValue: kind), let basis = StayCharge.Basis(rawValue: basis),
                let payable = Payable(rawValue: payable)
            else { throw StayDocumentFault(place: "rule \(code)") }
            return StayCharge(
                code: code, kind: kind, basis: basis, value: value, nightsMax: nightsMax, fromAge: fromAge,
                isIncluded: included, payable: payable)
        }
    }
}
