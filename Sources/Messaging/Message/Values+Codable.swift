package import Vocabulary

/// Days and amounts inside a sealed message: `2026-06-12`, and minor units beside the currency.
extension CalendarDate: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no day"))
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Money: Codable {
    private enum Key: String, CodingKey { case minor, currency }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            minor: try container.decode(Int.self, forKey: .minor),
            try container.decode(CurrencyCode.self, forKey: .currency))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(minor, forKey: .minor)
        try container.encode(currency, forKey: .currency)
    }
}
