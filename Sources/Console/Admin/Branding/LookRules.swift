import Foundation
import Metrics
import Tenancy
import Vocabulary
import Web

/// What may stand in each place of a look: the page's form and the API are held to the same.
enum LookRules {
    static let radius = Kind<Int>.integer(BrandingDefinition.radiusPixelsRange)
    static let size = Kind<Int>.integer(Typography.sizePixelsRange)
    static let scale = Kind<Int>.integer(Typography.scalePercentRange)
    static let colour = Kind<Colour>(.string(pattern: "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", max: 7)) { value, log in
        let text: String? =
            switch value {
            case .text(let text): text
            case .texts(let texts) where texts.count == 1: texts[0]
            default: nil
            }
        if let colour = text.flatMap({ Colour($0.trimmingCharacters(in: .whitespaces)) }) { return colour }
        log.report("format", ["expected": .text("#rrggbb")])
        return nil
    }

    /// A drawing that breaks every rule is not told of each.
    static let pictureFaultsMax = 8

    static func count(_ place: BrandPicture, _ outcome: PictureOutcome) {
        Counter(
            label: "travelhub_brand_pictures_total",
            dimensions: [("place", place.rawValue), ("outcome", outcome.rawValue)]
        ).increment()
    }

    enum PictureOutcome: String, Sendable { case taken, refused }
}
