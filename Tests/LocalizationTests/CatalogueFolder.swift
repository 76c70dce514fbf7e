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
