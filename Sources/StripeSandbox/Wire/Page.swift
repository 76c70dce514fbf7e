/// One page of a list, newest first, as Stripe pages: behind or before an object of the list.
struct Page: Sendable {
    static let parameters = ["limit", "starting_after", "ending_before", "created"]
    static let limitDefault = 10
    static let limitMax = 100

    private let limit: Int
    private let after: String?
    private let before: String?
    private let created: [String: Int]

    init(_ call: Call) throws(Refusal) {
        limit = try call.parameters.integer("limit") ?? Self.limitDefault
        guard (1...Self.limitMax).contains(limit) else {
            throw .parameter(
                "limit", "This value must be between 1 and \(Self.limitMax).", code: "parameter_invalid_integer")
        }
        after = try call.parameters.given("starting_after")
        before = try call.parameters.given("ending_before")
        guard after == nil || before == nil else {
            throw .parameter(
                "starting_after", "You may only specify one of these parameters: starting_after, ending_before.")
        }
        var bounds: [String: Int] = [:]
        if case .branch = call.parameters.tree["created"], let inner = try call.parameters.inside("created") {
            try inner.allow("gt", "gte", "lt", "lte")
            for name in ["gt", "gte", "lt", "lte"] { bounds[name] = try inner.integer(name) }
        } else if let moment = try call.parameters.integer("created") {
            bounds = ["gte": moment, "lte": moment]
        }
        created = bounds
    }

    func json<R: Record>(
        _ shelf: Shelf<R>, _ url: String, _ call: Call, where isWanted: (R) -> Bool, write: (R) -> JSON
    ) throws(Refusal) -> JSON {
        for (param, cursor) in [("starting_after", after), ("ending_before", before)] {
            if let cursor, shelf[cursor]?.account != call.account {
                throw .missing(R.kind, cursor, param: param).asParameter()
            }
        }
        let ids = shelf.ids(of: call.account)
        var found: [R] = []
        func gather(_ ids: some Sequence<String>) {
            for id in ids where found.count <= limit {
                if let record = shelf[id], isWanted(record), isInTime(record.created) { found.append(record) }
            }
        }
        if let before, let index = ids.firstIndex(of: before) {
            gather(ids[(index + 1)...])
            let hasMore = found.count > limit
            return list(found.prefix(limit).reversed().map(write), hasMore, url)
        }
        let end = after.flatMap { ids.firstIndex(of: $0) } ?? ids.endIndex
        gather(ids[..<end].reversed())
        return list(found.prefix(limit).map(write), found.count > limit, url)
    }

    private func list(_ data: [JSON], _ hasMore: Bool, _ url: String) -> JSON {
        ["object": "list", "data": .list(data), "has_more": .bool(hasMore), "url": .text(url)]
    }

    private func isInTime(_ moment: Int) -> Bool {
        created.allSatisfy { bound in
            switch bound.key {
            case "gt": moment > bound.value
            case "gte": moment >= bound.value
            case "lt": moment < bound.value
            default: moment <= bound.value
            }
        }
    }
}
