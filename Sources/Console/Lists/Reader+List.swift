import Web

extension Reader {
    /// A list that is held, as the page or the file that is asked for.
    ///
    /// - Parameters:
    ///   - fields: what narrows it.
    ///   - before: what stands above it, `after` below it.
    func show<Item>(
        _ list: ItemList<Item>, of items: [Item], _ input: ListInput, lead: String? = nil, before: [Block] = [],
        fields: [FormField], after: [Block] = []
    ) async throws -> Answer {
        if input.format == .csv { return try await list.answer(of: items, input) }
        return try page(
            list.caption, lead: lead, done: input.done,
            before + [filter(list.path, fields, sort: input), .table(list.table(of: items, input))] + after)
    }

    /// A list that is read from cursor to cursor, so that its page and its file come from the same reading.
    ///
    /// - Parameters:
    ///   - cursor: where a row stands.
    ///   - read: is given where to begin behind, and how many rows to read at most.
    func show<Item>(
        _ list: ItemList<Item>, _ input: ListInput, lead: String? = nil, before: [Block] = [], fields: [FormField],
        cursor: @escaping @Sendable (Item) -> String, read: @escaping @Sendable (String?, Int) async throws -> [Item]
    ) async throws -> Answer {
        if input.format == .csv {
            return try await list.answer { last, _ in try await read(last.map(cursor), ListInput.rowsPerPage) }
        }
        let rows = try await read(input.after, ListInput.rowsPerPage + 1)
        return try page(
            list.caption, lead: lead, done: input.done,
            before + [
                filter(list.path, fields, sort: input), .table(list.table(ofPage: rows, input, cursor: cursor)),
            ])
    }
}
