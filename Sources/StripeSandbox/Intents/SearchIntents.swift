import Foundation

/// Stripe's search, of which the sandbox knows equalities joined by `AND`: `metadata['booking']:'…' AND status:'…'`.
extension World {
    func searchIntents(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("query", "limit", "page")
        let terms = try Self.terms(try parameters.required("query"))
        let limit = try parameters.integer("limit") ?? Page.limitDefault
        guard (1...Page.limitMax).contains(limit) else {
            throw .parameter("limit", "This value must be between 1 and \(Page.limitMax).")
        }
        let page = try parameters.given("page")
        guard let skipped = page.map({ Int($0) }) ?? 0, skipped >= 0 else { throw .parameter("page", "Invalid page") }
        let found = intents.all(of: call.account).reversed().filter { intent in
            terms.allSatisfy { field, value in
                switch field {
                case "status": intent.status.rawValue == value
                case "currency": intent.currency == value.lowercased()
                case "amount": intent.amount == Int(value)
                case "customer": intent.customer == value
                default: intent.metadata[field] == value
                }
            }
        }
        let shown = found.dropFirst(skipped).prefix(limit)
        let next = skipped + shown.count
        return [
            "object": "search_result", "data": .list(shown.map { $0.json(baseURL: call.baseURL) }),
            "has_more": .bool(next < found.count), "next_page": next < found.count ? .text(String(next)) : .null,
            "url": "/v1/payment_intents/search",
        ]
    }

    private static func terms(_ query: String) throws(Refusal) -> [(field: String, value: String)] {
        var terms: [(String, String)] = []
        for part in query.components(separatedBy: " AND ") {
            let text = part.trimmingCharacters(in: .whitespaces).replacing("\"", with: "'")
            if let match = text.wholeMatch(of: /metadata\['([^']+)'\]\s*:\s*'([^']*)'/) {
                terms.append((String(match.1), String(match.2)))
            } else if let match = text.wholeMatch(of: /(status|currency|amount|customer)\s*:\s*'?([^']*)'?/) {
                terms.append((String(match.1), String(match.2)))
            } else {
                throw .parameter("query", "We were unable to parse your search query.")
            }
        }
        return terms
    }
}
