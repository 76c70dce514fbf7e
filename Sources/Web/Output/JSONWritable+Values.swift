package import Foundation
package import Vocabulary

extension String: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(self) }
}

extension Int: JSONWritable {
    package func write(to json: inout JSONWriter) { json.number(self) }
}

extension Bool: JSONWritable {
    package func write(to json: inout JSONWriter) { json.raw(self ? "true" : "false") }
}

extension Double: JSONWritable {
    /// The shortest digits that read back as the same number; null where JSON has no word for it.
    package func write(to json: inout JSONWriter) {
        if isFinite { json.raw("\(self)".utf8) } else { json.null() }
    }
}

extension UUID: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(text) }
}

extension Date: JSONWritable {
    /// RFC 3339 in UTC.
    package func write(to json: inout JSONWriter) { json.text(rfc3339) }
}

extension CalendarDate: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(description) }
}

extension LocaleTag: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(description) }
}

extension CurrencyCode: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(code) }
}

extension TenantID: JSONWritable {
    package func write(to json: inout JSONWriter) { json.text(description) }
}

extension Money: JSONWritable {
    /// Minor units, as api.md has it: `{"amount":12900,"currency":"EUR"}`.
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("amount", minor)
            $0.member("currency", currency.code)
        }
    }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    package func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.array { json in
            for element in self { element.write(to: &json) }
        }
    }
}

extension Problem.Argument: JSONWritable {
    package func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): text.write(to: &json)
        case .number(let number): number.write(to: &json)
        case .money(let money): money.write(to: &json)
        case .list(let items): items.write(to: &json)
        }
    }
}

extension InputValue: JSONWritable {
    package func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .bool(let bool): bool.write(to: &json)
        case .number(let digits): json.raw(digits.utf8)
        case .text(let text): text.write(to: &json)
        case .list(let items): items.write(to: &json)
        case .texts(let texts): texts.write(to: &json)
        case .object(let members):
            json.object { json in
                for member in members { json.member(member.name, member.value) }
            }
        }
    }
}
