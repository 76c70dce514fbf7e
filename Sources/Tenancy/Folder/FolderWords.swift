internal import Foundation
internal import Vocabulary

/// The legal pages and text overrides of a folder.
struct FolderWords {
    static let patternBytesMax = 2000

    private(set) var pages: [PageKind: LocalizedText] = [:]
    private(set) var texts = PerLocale<[String: String]>()

    init(_ files: FolderFiles, locales: [LocaleTag], check: OverrideCheck?) {
        var markdown: [PageKind: [LocaleTag: String]] = [:]
        var overrides: [LocaleTag: [String: String]] = [:]
        for path in files.paths {
            guard let place = FolderPath(path) else { continue }
            guard locales.contains(place.locale) else {
                let list = locales.map(\.description).joined(separator: ", ")
                files.sink.add(FolderFault(file: path, line: 1, message: "expected a locale of the site: \(list)"))
                continue
            }
            switch place {
            case .page(let kind, let locale): markdown[kind, default: [:]][locale] = Self.page(path, files)
            case .texts(let locale): overrides[locale] = Self.overrides(path, files, locale: locale, check: check)
            }
        }
        pages = markdown.mapValues(PerLocale.init)
        texts = PerLocale(overrides)
    }

    private static func page(_ path: String, _ files: FolderFiles) -> String? {
        guard let text = files.text(path, max: MarkdownPage.bytesMax) else { return nil }
        for fault in PageText.faults(in: text) {
            files.sink.add(FolderFault(file: path, line: fault.line, message: fault.message))
        }
        return text
    }

    private static func overrides(
        _ path: String, _ files: FolderFiles, locale: LocaleTag, check: OverrideCheck?
    ) -> [String: String]? {
        guard let text = files.text(path, max: YAMLDocument.bytesMax),
            let entries = YAMLDocument.read(text, file: path, sink: files.sink)?.entries()
        else { return nil }
        var patterns: [String: String] = [:]
        for (key, value) in entries {
            guard let name = key.value("a message's key", messageKey),
                let pattern = value.text(max: patternBytesMax, lines: true)
            else { continue }
            for message in check?(locale, name, pattern) ?? [] { value.fault(message) }
            patterns[name] = pattern
        }
        return patterns.isEmpty ? nil : patterns
    }

    /// `home.heading`: small words between dots.
    private static func messageKey(_ text: String) -> String? {
        text.wholeMatch(of: /[a-z][a-z0-9_]*(\.[a-z0-9_]+)*/) == nil ? nil : text
    }
}
