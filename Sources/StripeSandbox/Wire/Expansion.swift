/// `expand[]`: identifiers in an answer are replaced by what they name.
extension World {
    static let expansionDepthMax = 4

    func expand(_ json: JSON, _ call: Call) throws(Refusal) -> JSON {
        var expanded = json
        for path in try call.parameters.list("expand") ?? [] {
            let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard names.count <= Self.expansionDepthMax + 1 else {
                throw .parameter(
                    "expand", "You cannot expand more than \(Self.expansionDepthMax) levels of a property.")
            }
            expanded = try expand(expanded, names[...], path, call)
        }
        return expanded
    }

    private func expand(
        _ json: JSON, _ names: ArraySlice<String>, _ path: String, _ call: Call
    ) throws(Refusal) -> JSON {
        guard let name = names.first else { return json }
        guard case .object = json else { throw cannot(path) }
        let rest = names.dropFirst()
        switch json[name] {
        case nil:
            guard name == "refunds", json["object"] == "charge", case .text(let id) = json["id"] else {
                throw cannot(path)
            }
            return json.with("refunds", refundList(of: id))
        case .null: return json
        case .list(let values):
            var expanded: [JSON] = []
            for value in values { expanded.append(try expand(value, rest, path, call)) }
            return json.with(name, .list(expanded))
        case .text(let id):
            guard let found = named(id, call) else { throw cannot(path) }
            return json.with(name, try expand(found, rest, path, call))
        case .some(let value): return json.with(name, try expand(value, rest, path, call))
        }
    }

    /// What an identifier names, by its first letters.
    private func named(_ id: String, _ call: Call) -> JSON? {
        func own<R: Record>(_ shelf: Shelf<R>) -> R? { shelf[id].flatMap { $0.account == call.account ? $0 : nil } }
        switch id.prefix(while: { $0 != "_" }) {
        case "pi": return own(intents)?.json(baseURL: call.baseURL)
        case "seti": return own(setups)?.json(baseURL: call.baseURL)
        case "ch": return own(charges).map { json($0) }
        case "pm": return own(methods)?.json()
        case "cus": return own(customers)?.json()
        case "re": return own(refunds)?.json()
        case "dp": return own(disputes).map { json($0, call) }
        case "txn": return own(movements)?.json(now: call.now)
        case "tr": return own(transfers).map { json($0) }
        case "trr": return own(reversals)?.json()
        case "po": return own(payouts)?.json()
        case "acct": return accounts[id].flatMap { $0.account == call.platform ? $0.json() : nil }
        default: return nil
        }
    }

    private func refundList(of charge: String) -> JSON {
        guard let account = charges[charge]?.account else { return .null }
        let found = refunds.all(of: account).filter { $0.charge == charge }.reversed()
        return [
            "object": "list", "data": .list(found.prefix(Page.limitDefault).map { $0.json() }),
            "has_more": .bool(found.count > Page.limitDefault), "url": .text("/v1/charges/\(charge)/refunds"),
        ]
    }

    private func cannot(_ path: String) -> Refusal {
        .parameter("expand", "This property cannot be expanded (\(path)).")
    }
}
