package import Vocabulary

/// One thing that is wrong with a document of rates, and where.
package struct RateFault: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        case tooLarge = "rates_too_large"
        case malformed = "rates_malformed"
        /// It declares a type, and with it entities.
        case typed = "rates_typed"
        /// Well-formed, but of another kind.
        case foreign = "rates_foreign"
        case dateMissing = "rates_date_missing"
        case dateForm = "rates_date_form"
        case dateFuture = "rates_date_future"
        case dateDoubled = "rates_date_doubled"
        /// A day without a rate.
        case dateEmpty = "rates_date_empty"
        case currencyForm = "rates_currency_form"
        case currencyDoubled = "rates_currency_doubled"
        case rateMissing = "rates_rate_missing"
        case rateForm = "rates_rate_form"
        case rateMagnitude = "rates_rate_magnitude"
        /// There are more than are told.
        case more = "rates_more"
    }

    package let kind: Kind
    /// Of the document, from one; nil where the whole of it is meant.
    package let line: Int?
    /// As it stands there.
    package let found: String

    static let foundCharactersMax = 40

    init(_ kind: Kind, line: Int? = nil, _ found: String = "") {
        self.kind = kind
        self.line = line
        self.found = String(found.prefix(Self.foundCharactersMax))
    }

    /// For terminals and logs; pages have words of their own.
    package var description: String {
        let place = line.map { "line \($0): " } ?? ""
        let what = found.isEmpty ? "" : " \"\(found)\""
        return "\(place)\(Self.english[kind] ?? kind.rawValue)\(what)"
    }

    /// As a form or the API tells it, under `pointer`.
    package func told(at pointer: String) -> Problem.Fault {
        Problem.Fault(pointer, kind.rawValue, ["line": .number(line ?? 0), "found": .text(found)])
    }

    private static let english: [Kind: String] = [
        .tooLarge: "larger than a document of rates is", .malformed: "not well-formed XML",
        .typed: "a document type is not taken", .foreign: "no document of the ECB's rates",
        .dateMissing: "rates without a date", .dateForm: "not a date", .dateFuture: "a date to come",
        .dateDoubled: "a date twice", .dateEmpty: "a date without rates", .currencyForm: "not a currency",
        .currencyDoubled: "a currency twice", .rateMissing: "a currency without a rate", .rateForm: "not a rate",
        .rateMagnitude: "a rate that cannot be", .more: "and more",
    ]
}

/// Everything that is wrong with a document; nothing of it was taken.
package struct RateFaults: Error, Hashable, Sendable, CustomStringConvertible {
    /// Told of one document.
    package static let toldMax = 100

    /// Not empty.
    package let faults: [RateFault]

    init(_ faults: [RateFault]) {
        self.faults =
            faults.count > Self.toldMax ? faults.prefix(Self.toldMax) + [RateFault(.more)] : faults
    }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
