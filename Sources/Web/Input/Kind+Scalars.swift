package import Foundation
package import Vocabulary

extension Kind where Value == Int {
    package static func integer(_ range: ClosedRange<Int>) -> Kind<Int> {
        Kind(.integer(range)) { value, log in
            let digits: String
            switch value {
            case .number(let text): digits = text
            case .texts(let texts) where texts.count == 1: digits = texts[0]
            case .texts:
                log.report("duplicate")
                return nil
            default:
                log.report("type", ["expected": .text("integer")])
                return nil
            }
            guard digits.utf8.count <= 20, !digits.hasPrefix("+"), let number = Int(digits) else {
                log.report("type", ["expected": .text("integer")])
                return nil
            }
            guard range.contains(number) else {
                log.report("out_of_range", ["min": .number(range.lowerBound), "max": .number(range.upperBound)])
                return nil
            }
            return number
        }
    }
}

extension Kind where Value == Bool {
    /// `true` or `false`; a form's ticked box also says `on` or `1`.
    package static var boolean: Kind<Bool> {
        Kind(.boolean) { value, log in
            switch value {
            case .bool(let bool): return bool
            case .texts(["true"]), .texts(["on"]), .texts(["1"]): return true
            case .texts(["false"]), .texts(["0"]): return false
            default:
                log.report("type", ["expected": .text("boolean")])
                return nil
            }
        }
    }
}

extension Kind where Value == UUID {
    package static var uuid: Kind<UUID> {
        Kind<UUID>(.string(format: "uuid")) { value, log in
            guard let text = value.text(&log) else { return nil }
            guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else {
                log.report("format", ["expected": .text("UUID")])
                return nil
            }
            return uuid
        }
    }
}

extension Kind where Value == CalendarDate {
    package static var date: Kind<CalendarDate> { parsed("date", "format", expected: "YYYY-MM-DD") }
}

extension Kind where Value == Date {
    /// RFC 3339, with any offset: `2026-11-22T10:50:00Z`.
    package static var instant: Kind<Date> {
        Kind<Date>(.string(format: "date-time")) { value, log in
            guard let text = value.text(&log) else { return nil }
            let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
            guard text.utf8.count <= 40, let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else {
                log.report("format", ["expected": .text("YYYY-MM-DDThh:mm:ssZ")])
                return nil
            }
            return date
        }
    }
}

extension Kind where Value == LocaleTag {
    package static var locale: Kind<LocaleTag> { parsed(nil, "locale", max: 11) }
}

extension Kind where Value == CurrencyCode {
    package static var currency: Kind<CurrencyCode> {
        parsed(nil, "currency").described(as: .string(pattern: "^[A-Z]{3}$", min: 3, max: 3))
    }
}

extension Kind where Value: LosslessStringConvertible {
    /// A value that knows its own text form.
    package static func parsed(
        _ format: String?, _ code: String, expected: String? = nil, max: Int? = nil
    ) -> Kind<Value> {
        Kind(.string(format: format, max: max)) { value, log in
            guard let text = value.text(&log) else { return nil }
            guard let parsed = Value(text) else {
                log.report(code, expected.map { ["expected": .text($0)] } ?? [:])
                return nil
            }
            return parsed
        }
    }
}

extension Kind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    package static var choice: Kind<Value> {
        let words = Value.allCases.map(\.rawValue)
        return Kind(.choice(words)) { value, log in
            guard let text = value.text(&log) else { return nil }
            guard let chosen = Value(rawValue: text) else {
                log.report("choice", ["choices": .list(words)])
                return nil
            }
            return chosen
        }
    }
}

extension Kind where Value == Money {
    /// `{"amount": 12900, "currency": "EUR"}` in minor units.
    package static func money(minor: ClosedRange<Int> = 0...Money.minorMax) -> Kind<Money> {
        let form = Form(Field("amount", .integer(minor)), Field("currency", .currency)) { amount, currency in
            Money(minor: amount, currency)
        }
        return Kind.object(form).described(as: Schema.money)
    }
}
