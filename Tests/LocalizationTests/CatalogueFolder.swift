import Foundation
import Localization
import Vocabulary

/// A directory of catalogues written for one test, gone when the test is over.
final class CatalogueFolder: Sendable {
    let path: String

    /// `files` are named from the directory: `de/booking.yml`.
    init(_ files: [String: String]) throws {
        path = NSTemporaryDirectory() + "catalogues-" + UUID().uuidString
        for (name, text) in files {
            let url = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func load() throws -> Catalogues { try Catalogues.load(directory: path) }

    /// The faults as `file:line: key: words`, files named from the directory.
    func faults() -> [String] {
        do {
            _ = try load()
            return []
        } catch let faults as CatalogueFaults {
            return faults.faults.map { $0.description.replacingOccurrences(of: path + "/", with: "") }
        } catch {
            return ["\(error)"]
        }
    }
}

extension LocaleTag {
    static let arabic = LocaleTag("ar") ?? .english
    static let german = LocaleTag("de") ?? .english
    static let japanese = LocaleTag("ja") ?? .english
    static let russian = LocaleTag("ru") ?? .english
    static let five: [LocaleTag] = [.arabic, .german, .english, .japanese, .russian]
}

extension CalendarDate {
    static func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? CalendarDate(daysSinceEpoch: 0) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every run from one seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
