import Localization
import Tenancy
import Vocabulary
import Web

/// The site in a look that only its maker sees, held in a frame of the console: palette and direction are chosen there
/// and not by the visitor's browser.
struct Trial: Sendable {
    let look: BrandShelf.Look
    let scheme: ColourScheme
    let direction: TextDirection
    /// Said above the page where it shows what is not so.
    var note: String?
}

/// Which look a frame shows: the reader's own unfinished one, or one that is kept.
enum LookName: Hashable, Sendable {
    case sketch
    case release(Int)

    static let kind = Kind<String>.text(max: 10).map("format") { LookName($0) }

    init?(_ text: String) {
        if text == "sketch" {
            self = .sketch
        } else if let number = Int32(text), number > 0 {
            self = .release(Int(number))
        } else {
            return nil
        }
    }

    var text: String {
        switch self {
        case .sketch: "sketch"
        case .release(let number): "\(number)"
        }
    }
}
