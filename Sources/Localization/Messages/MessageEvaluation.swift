internal import Foundation
internal import Vocabulary

/// One walk over a message's segments with the values of one call.
struct MessageEvaluation {
    let message: Message
    let arguments: [String: MessageArgument]
    /// How the reader writes numbers and dates.
    let formats: Formats
    /// How the words count; another locale than `formats` when a text comes from a fallback.
    let rules: LocaleForms

    private var result = ""
    private(set) var missingArguments: [String] = []

    init(message: Message, arguments: [String: MessageArgument], formats: Formats) {
        self.message = message
        self.arguments = arguments
        self.formats = formats
        self.rules = message.locale == formats.locale ? formats.forms : KnownLocales.forms(message.locale)
    }

    mutating func text() -> String {
        append(message.segments)
        return result
    }

    private mutating func append(_ segments: [MessageSegment]) {
        for segment in segments {
            switch segment {
            case .literal(let text): result += text
            case .value(let name): argument(name).map { result += plain($0) }
            case .number(let name, let skeleton): argument(name).map { result += number($0, skeleton) }
            case .date(let name, let shape): argument(name).map { result += date($0, shape) }
            case .count(let name, let offset): argument(name).map { result += count($0, offset) }
            case .plural(let plural): argument(plural.argument).map { append(branch(of: plural, for: $0)) }
            case .select(let name, let branches):
                argument(name).map { append(branches[word($0)] ?? branches["other"] ?? []) }
            }
        }
    }

    /// A value that the caller forgot is shown as ICU shows it, in braces, and is reported.
    private mutating func argument(_ name: String) -> MessageArgument? {
        if let value = arguments[name] { return value }
        result += "{\(name)}"
        missingArguments.append(name)
        return nil
    }

    private func plain(_ value: MessageArgument) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): formats.number(number)
        case .decimal(let number): formats.number(number)
        case .money(let money): formats.money(money)
        case .date(let date): formats.date(date, .medium)
        case .instant(let instant, let zone): formats.dateTime(instant, zone: zone)
        case .list(let items): formats.list(items)
        }
    }

    private func number(_ value: MessageArgument, _ skeleton: String) -> String {
        switch value {
        case .number(let number): (try? formats.forms.number(skeleton).text(number)) ?? plain(value)
        case .decimal(let number): (try? formats.forms.number(skeleton).text(number)) ?? plain(value)
        default: plain(value)
        }
    }

    private func date(_ value: MessageArgument, _ shape: DateShape) -> String {
        switch value {
        case .date(let date): formats.text(date.milliseconds, shape) ?? plain(value)
        case .instant(let instant, let zone):
            formats.text(ZoneOffsets.localMilliseconds(of: instant, in: zone), shape) ?? plain(value)
        default: plain(value)
        }
    }

    private func count(_ value: MessageArgument, _ offset: Int) -> String {
        switch value {
        case .number(let number): formats.number(number &- offset)
        case .decimal(let number): formats.number(number - Double(offset))
        default: plain(value)
        }
    }

    private func branch(of plural: MessagePlural, for value: MessageArgument) -> [MessageSegment] {
        let rule = plural.isOrdinal ? rules.ordinals : rules.cardinals
        let category: PluralCategory
        switch value {
        case .number(let number):
            if let exact = plural.exact[Double(number)] { return exact }
            category = rule?.category(of: number &- plural.offset) ?? .other
        case .decimal(let number):
            if let exact = plural.exact[number] { return exact }
            guard let rule, let form = rules.decimals else { return plural.categories[.other] ?? [] }
            category = rule.category(of: number - Double(plural.offset), shownBy: form)
        default: category = .other
        }
        return plural.categories[category] ?? plural.categories[.other] ?? []
    }

    private func word(_ value: MessageArgument) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): String(number)
        default: "other"
        }
    }
}
