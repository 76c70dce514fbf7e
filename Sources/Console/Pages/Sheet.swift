import Web

/// A part of a page by the names that its template uses. A name that is there without a value ends the look-up, so
/// that nothing shows through from the page around it.
struct Sheet: PageModel, ExpressibleByDictionaryLiteral {
    private let values: [String: any Sendable]
    private let names: Set<String>

    init(dictionaryLiteral elements: (String, (any Sendable)?)...) {
        var values: [String: any Sendable] = [:]
        for case let (name, value?) in elements { values[name] = value }
        self.values = values
        names = Set(elements.map(\.0))
    }

    func child(named field: String) -> Any? {
        values[field] ?? (names.contains(field) ? Absent() : nil)
    }
}
