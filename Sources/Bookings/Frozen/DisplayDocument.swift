import Foundation
import Postgres
import Pricing
import Vocabulary

/// The written form of a frozen `DisplayRate`, within the conditions of a booking. Names never change their meaning.
struct DisplayDocument: Codable {
    let charged: CurrencyCode
    let shown: CurrencyCode
    /// Decimal numbers as text, so that no reader makes binary fractions of them.
    let chargedPerEuro: String
    let shownPerEuro: String
    let marginBasisPoints: Int
    let date: String
    let source: String

    enum CodingKeys: String, CodingKey {
        case charged, shown, date, source
        case chargedPerEuro = "charged_per_euro"
        case shownPerEuro = "shown_per_euro"
        case marginBasisPoints = "margin_basis_points"
    }

    init(_ rate: DisplayRate) {
        charged = rate.charged
        shown = rate.shown
        chargedPerEuro = rate.chargedPerEuro.description
        shownPerEuro = rate.shownPerEuro.description
        marginBasisPoints = rate.marginBasisPoints
        date = rate.date.description
        source = rate.source
    }
}

extension DisplayRate {
    /// Throws `StayDocumentFault` or `DecodingError`.
    init(json: JSONText) throws {
        let document = try JSONDecoder().decode(DisplayDocument.self, from: Data(json.text.utf8))
        guard let chargedPerEuro = try? ExchangeRate(document.chargedPerEuro),
            let shownPerEuro = try? ExchangeRate(document.shownPerEuro), let date = CalendarDate(document.date),
            (0...DisplayRate.marginBasisPointsMax).contains(document.marginBasisPoints)
        else { throw StayDocumentFault(place: "display") }
        self.init(
            charged: document.charged, shown: document.shown, chargedPerEuro: chargedPerEuro,
            shownPerEuro: shownPerEuro, marginBasisPoints: document.marginBasisPoints, date: date,
            source: document.source)
    }
}
