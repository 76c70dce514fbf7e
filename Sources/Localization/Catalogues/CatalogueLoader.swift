internal import Foundation
internal import Vocabulary

/// Reads and checks every catalogue of a directory, and goes on after each fault to find the next.
struct CatalogueLoader {
    private let directory: String
    private(set) var faults: [CatalogueFault] = []
    private var incomplete: Set<LocaleTag> = []
    private var compiled: [LocaleTag: [String: Message]] = [:]
    private var entries: [LocaleTag: [String: CatalogueFile.Entry]] = [:]

    init(directory: String) { self.directory = directory }

    /// Nil when there was any fault.
    mutating func load() -> [LocaleTag: [String: Message]]? {
        for folder in folders() { read(folder) }
        compile()
        if compiled[.english] == nil {
            faults.append(CatalogueFault(file: directory, .baseMissing))
        } else {
            for locale in compiled.keys.sorted() where locale != .english { compare(locale) }
        }
        return faults.isEmpty ? compiled : nil
    }

    private mutating func folders() -> [LocaleTag] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            faults.append(CatalogueFault(file: directory, .folderUnreadable(directory)))
            return []
        }
        var tags: [LocaleTag] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            let path = "\(directory)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                continue
            }
            if let tag = LocaleTag(name), tag.description == name, tag.isKnown {
                tags.append(tag)
            } else {
                faults.append(CatalogueFault(file: path, .localeUnknown(name)))
            }
        }
        return tags
    }

    private mutating func read(_ locale: LocaleTag) {
        let folder = "\(directory)/\(locale)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        entries[locale] = [:]
        for name in names.sorted() where !name.hasPrefix(".") {
            guard name.hasSuffix(".yml") else {
                faults.append(CatalogueFault(file: "\(folder)/\(name)", locale: locale, .fileNotYML(name)))
                continue
            }
            let file = CatalogueFile(path: "\(folder)/\(name)", locale: locale)
            faults += file.faults
            if !file.isComplete { incomplete.insert(locale) }
            for entry in file.entries { add(entry, locale) }
        }
    }

    private mutating func add(_ entry: CatalogueFile.Entry, _ locale: LocaleTag) {
        if let first = entries[locale]?[entry.key] {
            fault(entry, locale, .keyRepeated(elsewhere: "\(first.file):\(first.line)"))
        } else {
            entries[locale]?[entry.key] = entry
        }
    }

    private mutating func fault(_ entry: CatalogueFile.Entry, _ locale: LocaleTag, _ problem: CatalogueFault.Problem) {
        faults.append(CatalogueFault(file: entry.file, line: entry.line, locale: locale, key: entry.key, problem))
    }

    private mutating func compile() {
        for (locale, texts) in entries {
            var messages: [String: Message] = [:]
            for entry in texts.values {
                let (message, problems) = MessageCompiler.compile(entry.pattern, locale: locale)
                messages[entry.key] = message
                for problem in problems { fault(entry, locale, problem) }
            }
            compiled[locale] = messages
        }
    }

    /// A locale of a language alone is full and has every key; one with a region or script (`pt-BR`)
    /// holds only what differs from the rest of its chain.
    private mutating func compare(_ locale: LocaleTag) {
        guard let texts = entries[locale], let base = entries[.english], let signatures = compiled[.english] else {
            return
        }
        for entry in texts.values {
            if base[entry.key] == nil {
                if !incomplete.contains(.english) { fault(entry, locale, .keyNotInBase) }
            } else if let message = compiled[locale]?[entry.key], let original = signatures[entry.key] {
                for problem in message.signature.faults(against: original.signature) { fault(entry, locale, problem) }
            }
        }
        guard locale.chain.count == 1, !incomplete.contains(locale) else { return }
        for original in base.values where texts[original.key] == nil {
            let name = original.file.split(separator: "/").last.map(String.init) ?? ""
            let file = "\(directory)/\(locale)/\(name)"
            faults.append(CatalogueFault(file: file, locale: locale, key: original.key, .keyMissing))
        }
    }
}
