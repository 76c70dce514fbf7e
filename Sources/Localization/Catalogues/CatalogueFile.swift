internal import Foundation
internal import Vocabulary
internal import Yams

/// One YAML file of a catalogue, read into dotted keys with the lines they stand on.
struct CatalogueFile {
    struct Entry {
        let key: String
        let pattern: String
        let file: String
        let line: Int
    }

    /// A larger file is a mistake: the largest of ours is a tenth of this.
    static let bytesMax = 1_000_000
    /// Repeated keys named in one file before we give up on it.
    static let repetitionsMax = 50

    private let path: String
    private let locale: LocaleTag
    private(set) var entries: [Entry] = []
    private(set) var faults: [CatalogueFault] = []
    /// False when YAML itself is broken, so that what it lacks says nothing.
    private(set) var isComplete = true

    init(path: String, locale: LocaleTag) {
        self.path = path
        self.locale = locale
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.bytesMax else {
            fail(nil, .folderUnreadable(path))
            return
        }
        guard let text = String(data: data, encoding: .utf8) else {
            fail(nil, .yaml("not UTF-8"))
            return
        }
        guard let root = compose(text) else { return }
        if case .mapping = root {
            read(root, under: [])
        } else {
            fail(root.mark?.line, .notATree("the file is not a map"))
        }
    }

    private mutating func fail(_ line: Int?, _ problem: CatalogueFault.Problem) {
        faults.append(CatalogueFault(file: path, line: line, locale: locale, problem))
        isComplete = false
    }

    /// Yams stops at the first repeated key, so each is reported, renamed in our copy and the rest read again.
    private mutating func compose(_ text: String) -> Node? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for attempt in 0..<Self.repetitionsMax {
            do {
                return try Yams.compose(yaml: lines.joined(separator: "\n"))
            } catch let YamlError.duplicatedKeysInMapping(keys, context) {
                let first = context.mark
                guard let key = keys.first, let again = Self.line(of: key, after: first, in: lines) else {
                    fail(first.line, .yaml("\(keys.joined(separator: ", ")) stands twice in one map"))
                    return nil
                }
                let elsewhere = "\(path):\(first.line)"
                faults.append(
                    CatalogueFault(
                        file: path, line: again + 1, locale: locale, key: key, .keyRepeated(elsewhere: elsewhere)))
                lines[again].replaceFirst(key, with: "\(Self.repeatedMark)\(attempt)")
            } catch let YamlError.scanner(_, problem, mark, _) {
                fail(mark.line, .yaml(problem))
                return nil
            } catch let YamlError.parser(_, problem, mark, _) {
                fail(mark.line, .yaml(problem))
                return nil
            } catch let YamlError.composer(_, problem, mark, _) {
                fail(mark.line, .yaml(problem))
                return nil
            } catch {
                fail(nil, .yaml("\(error)"))
                return nil
            }
        }
        isComplete = false
        return nil
    }

    private static let repeatedMark = "repeated__"

    private static func line(of key: String, after mark: Mark, in lines: [String]) -> Int? {
        let indent = String(repeating: " ", count: mark.column - 1)
        return lines.indices.dropFirst(mark.line).first { index in
            let line = lines[index]
            guard line.hasPrefix(indent + key) else { return false }
            return line.dropFirst(indent.count + key.count).drop { $0 == " " }.first == ":"
        }
    }

    private mutating func read(_ node: Node, under path: [String]) {
        switch node {
        case .mapping(let mapping):
            for (name, value) in mapping {
                guard let part = name.scalar?.string, Self.isKey(part) else {
                    fault(name, path, .keyMalformed(name.scalar?.string ?? "?"))
                    continue
                }
                if !part.hasPrefix(Self.repeatedMark) { read(value, under: path + [part]) }
            }
        case .scalar(let scalar):
            guard !scalar.string.isEmpty || scalar.style != .plain else {
                return fault(node, path, .notATree("the text is empty; write \"\" when that is meant"))
            }
            entries.append(
                Entry(
                    key: path.joined(separator: "."), pattern: scalar.string, file: self.path,
                    line: node.mark?.line ?? 0))
        case .sequence: fault(node, path, .notATree("this is a list"))
        case .alias: fault(node, path, .notATree("this is an alias"))
        }
    }

    private mutating func fault(_ node: Node, _ path: [String], _ problem: CatalogueFault.Problem) {
        let key = path.isEmpty ? nil : path.joined(separator: ".")
        faults.append(CatalogueFault(file: self.path, line: node.mark?.line, locale: locale, key: key, problem))
    }

    /// Capitals are for codes of standards (`country.DE`). Dots inside a name are allowed: `booking.title: …` is the same key as the nested one.
    private static func isKey(_ text: String) -> Bool {
        !text.isEmpty && text.first != "." && text.last != "."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension String {
    fileprivate mutating func replaceFirst(_ text: String, with other: String) {
        if let range = range(of: text) { replaceSubrange(range, with: other) }
    }
}
