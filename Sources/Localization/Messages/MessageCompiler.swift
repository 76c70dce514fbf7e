internal import Vocabulary

/// Turns a pattern into a `Message` and collects everything that is wrong with it.
struct MessageCompiler {
    /// UTF-16 units of a pattern. Partners write patterns too, so everything about one is bounded.
    static let patternUnitsMax = 4_000
    /// Arguments inside branches of arguments; three are already hard to translate.
    static let nestingMax = 8
    /// What a plural may take off its number; nearly always 1.
    static let offsetMax = 100.0

    private let locale: LocaleTag
    private let forms: LocaleForms
    private let source: MessageParts
    private var signature = MessageSignature()
    private var faults: [CatalogueFault.Problem] = []
    private var nesting = 0

    static func compile(
        _ pattern: String, locale: LocaleTag
    ) -> (message: Message?, faults: [CatalogueFault.Problem]) {
        guard pattern.utf16.count <= patternUnitsMax else { return (nil, [.tooLong(units: pattern.utf16.count)]) }
        do {
            var compiler = MessageCompiler(source: try MessageParts(pattern), locale: locale)
            let segments = compiler.message(from: 0)
            guard compiler.faults.isEmpty else { return (nil, compiler.faults) }
            let message = Message(
                pattern: pattern, locale: locale, segments: segments, signature: compiler.signature)
            return (message, [])
        } catch {
            let place = MessageCompiler.excerpt(of: pattern, at: error.offset)
            return (nil, [.syntax(reason: error.reason, near: place)])
        }
    }

    private init(source: MessageParts, locale: LocaleTag) {
        self.source = source
        self.locale = locale
        self.forms = KnownLocales.forms(locale)
    }

    private static func excerpt(of pattern: String, at offset: Int) -> String {
        let units = Array(pattern.utf16)
        let start = max(0, min(offset, units.count))
        return String(decoding: units[start..<min(units.count, start + 20)], as: UTF16.self)
    }

    /// Segments of the message that starts at part `start`; `plural` is what its `#` stands for.
    private mutating func message(from start: Int, plural: (name: String, offset: Int)? = nil) -> [MessageSegment] {
        let limit = source.parts[start].limit
        var segments: [MessageSegment] = []
        var literal = ""
        var place = source.parts[start].end
        var index = start + 1
        while index <= limit {
            let part = source.parts[index]
            literal += source.text(place..<part.start)
            place = part.end
            var segment: MessageSegment?
            switch part.kind {
            case .replaceNumber: segment = plural.map { .count($0.name, offset: $0.offset) }
            case .argumentStart:
                segment = argument(from: index)
                index = part.limit
                place = source.parts[index].end
            // An inserted character is ICU's advice on how to quote the pattern, and not text.
            default: break
            }
            if let segment {
                if !literal.isEmpty { segments.append(.literal(literal)) }
                literal = ""
                segments.append(segment)
            }
            index += 1
        }
        if !literal.isEmpty { segments.append(.literal(literal)) }
        return segments
    }

    private mutating func argument(from start: Int) -> MessageSegment? {
        let name = source.text(of: source.parts[start + 1])
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.nestingMax else {
            faults.append(.tooDeep(argument: name))
            return nil
        }
        switch MessageParts.ArgumentType(rawValue: source.parts[start].value) {
        case .some(.none):
            note(name, .any)
            return .value(name)
        case .simple: return simple(name, from: start + 2)
        case .plural: return plural(name, from: start, isOrdinal: false)
        case .ordinal: return plural(name, from: start, isOrdinal: true)
        case .select: return select(name, from: start)
        case .choice, nil:
            faults.append(.formatUnknown(argument: name, format: "choice"))
            return nil
        }
    }

    private mutating func note(_ name: String, _ kind: MessageSignature.Kind) {
        if let wider = signature.adding(name, kind) {
            signature = wider
        } else {
            faults.append(.argumentTwoKinds(name))
        }
    }

    private mutating func simple(_ name: String, from typeIndex: Int) -> MessageSegment? {
        let type = source.text(of: source.parts[typeIndex])
        let next = source.parts[typeIndex + 1]
        let style = next.kind == .argumentStyle ? MessageStyle.trimmed(source.text(of: next)) : ""
        let segment: MessageSegment?
        switch type {
        case "number":
            note(name, .number)
            segment = MessageStyle.number(style).map { .number(name, skeleton: $0) }
        case "date":
            note(name, .date)
            segment = MessageStyle.date(style).map { .date(name, $0) }
        case "time":
            note(name, .time)
            segment = MessageStyle.time(style).map { .date(name, $0) }
        default: segment = nil
        }
        guard let segment, isUsable(segment) else {
            faults.append(.formatUnknown(argument: name, format: style.isEmpty ? type : "\(type), \(style)"))
            return nil
        }
        return segment
    }

    /// Makes the form once now, so that a wrong skeleton is a fault of the catalogue and not of a page.
    private func isUsable(_ segment: MessageSegment) -> Bool {
        switch segment {
        case .number(_, let skeleton): (try? forms.number(skeleton)) != nil
        case .date(_, let shape): (try? forms.date(shape)) != nil
        default: true
        }
    }

    private mutating func plural(_ name: String, from start: Int, isOrdinal: Bool) -> MessageSegment {
        note(name, .number)
        let limit = source.parts[start].limit
        var index = start + 2
        var offset = 0
        if [.integer, .double].contains(source.parts[index].kind) {
            offset = self.offset(source.parts[index], of: name)
            index += 1
        }
        var plural = MessagePlural(argument: name, isOrdinal: isOrdinal, offset: offset)
        while index < limit {
            let keyword = source.text(of: source.parts[index])
            index += 1
            let isExact = [.integer, .double].contains(source.parts[index].kind)
            let value = source.parts[index].number
            if isExact { index += 1 }
            let branch = message(from: index, plural: (name, offset))
            index = source.parts[index].limit + 1
            if isExact {
                if plural.exact.updateValue(branch, forKey: value) != nil { repeated(keyword, of: name) }
            } else if let category = PluralCategory(keyword: keyword) {
                if plural.categories.updateValue(branch, forKey: category) != nil { repeated(keyword, of: name) }
            } else {
                faults.append(.pluralForeign(argument: name, category: keyword))
            }
        }
        compare(plural)
        return .plural(plural)
    }

    private mutating func offset(_ part: MessageParts.Part, of name: String) -> Int {
        if (0...Self.offsetMax).contains(part.number), part.number == part.number.rounded() { return Int(part.number) }
        faults.append(.formatUnknown(argument: name, format: "offset:" + source.text(of: part)))
        return 0
    }

    /// The categories given must be just those that the locale's numbers fall into.
    private mutating func compare(_ plural: MessagePlural) {
        guard let rules = plural.isOrdinal ? forms.ordinals : forms.cardinals else { return }
        for category in PluralCategory.allCases {
            let isGiven = plural.categories[category] != nil
            switch (isGiven, rules.categories.contains(category)) {
            case (true, false): faults.append(.pluralForeign(argument: plural.argument, category: category.keyword))
            case (false, true): faults.append(.pluralMissing(argument: plural.argument, category: category.keyword))
            default: break
            }
        }
    }

    private mutating func repeated(_ branch: String, of name: String) {
        faults.append(.branchRepeated(argument: name, branch: branch))
    }

    private mutating func select(_ name: String, from start: Int) -> MessageSegment {
        let limit = source.parts[start].limit
        var index = start + 2
        var branches: [String: [MessageSegment]] = [:]
        while index < limit {
            let word = source.text(of: source.parts[index])
            let branch = message(from: index + 1)
            index = source.parts[index + 1].limit + 1
            if branches.updateValue(branch, forKey: word) != nil { repeated(word, of: name) }
        }
        note(name, .choice(Set(branches.keys)))
        return .select(name, branches)
    }
}
