import Postgres
import Web

extension Reader {
    /// A list that is held, as the page or the file that is asked for.
    ///
    /// - Parameters:
    ///   - fields: what narrows it.
    ///   - before: what stands above it, `after` below it.
    func show<Item>(
        _ list: ItemList<Item>, of items: [Item], _ input: ListInput, title: String? = nil, lead: String? = nil,
        trail: [Link] = [], before: [Block] = [], fields: [FormField], after: [Block] = []
    ) async throws -> Answer {
        let look = try list.settled(input) { _, _ in String?.none }
        if input.format == .csv { return try await list.answer(of: items, look.input) }
        return try page(
            title ?? list.caption, lead: lead, trail: trail, done: input.done, told: look.told,
            before + [filter(list.path, fields, sort: look.input), .table(list.table(of: items, look.input))] + after)
    }

    /// A list of sums, which the database searches, orders and cuts by the number of the page: what a sum stood at is
    /// no place to go on from. Its file is read at once, so that sums that grow meanwhile show no row twice.
    ///
    /// - Parameters:
    ///   - told: what of all there is the list does not have.
    ///   - read: is given the order, how many rows to leave out, and how many to read at most; all where that is nil.
    func show<Item>(
        _ list: ItemList<Item>, counted input: ListInput, lead: String? = nil, told: [String] = [],
        before: [Block] = [], fields: [FormField],
        read: @escaping @Sendable (ListOrder?, Int, Int?) async throws -> [Item]
    ) async throws -> Answer {
        let look = try list.settled(input) { _, _ in String?.none }
        if input.format == .csv {
            let rows = try await read(look.order, 0, nil)
            return try await list.answer { last, _ in last == nil ? rows : [] }
        }
        let rows = try await read(look.order, look.input.offset, ListInput.rowsPerPage + 1)
        return try page(
            list.caption, lead: lead, done: input.done, told: look.told + told,
            before + [filter(list.path, fields, sort: look.input), .table(list.table(ofPage: rows, look.input))])
    }

    /// A list that is read from place to place, so that its page and its file come from the same reading.
    ///
    /// - Parameters:
    ///   - place: where a row stands.
    ///   - read: is given the order, where to begin behind, and how many rows to read at most.
    func show<Item, Place: LosslessStringConvertible & Sendable>(
        _ list: ItemList<Item>, _ input: ListInput, lead: String? = nil, trail: [Link] = [], before: [Block] = [],
        fields: [FormField],
        place: @escaping @Sendable (Item) -> Place,
        read: @escaping @Sendable (ListOrder?, Place?, Int) async throws -> [Item]
    ) async throws -> Answer {
        let look = try list.settled(input) { text, _ in Place(text) }
        if input.format == .csv {
            return try await list.answer { last, _ in
                try await read(look.order, last.map(place), ListInput.rowsPerPage)
            }
        }
        let rows = try await read(look.order, look.place, ListInput.rowsPerPage + 1)
        return try page(list, rows, look, lead: lead, trail: trail, before: before, fields: fields) {
            place($0).description
        }
    }

    /// The same in the orders of the database.
    ///
    /// - Parameter row: what the database orders of an item.
    func show<Item, Order: RowOrder>(
        _ list: ItemList<Item>, _ input: ListInput, by natural: Order, _ direction: ListInput.Order,
        lead: String? = nil, before: [Block] = [], fields: [FormField],
        row: @escaping @Sendable (Item) -> Order.Item,
        read: @escaping @Sendable (RowPage<Order>, Int) async throws -> [Item]
    ) async throws -> Answer {
        let list = list.ordered(by: natural, direction)
        @Sendable func first(_ order: ListOrder?) -> RowPage<Order> {
            RowPage(
                order.flatMap { Order(rawValue: $0.key) } ?? natural,
                (order?.direction ?? direction) == .up ? .up : .down)
        }
        let look = try list.settled(input) { text, order in
            let page = first(order)
            return RowPlace(text).flatMap { RowPage(page.order, page.direction, after: $0) }
        }
        let begin = first(look.order)
        if input.format == .csv {
            return try await list.answer { last, _ in
                try await read(last.map { begin.behind(row($0)) } ?? begin, ListInput.rowsPerPage)
            }
        }
        let rows = try await read(look.place ?? begin, ListInput.rowsPerPage + 1)
        return try page(list, rows, look, lead: lead, before: before, fields: fields) {
            begin.place(of: row($0)).description
        }
    }

    private func page<Item, Place>(
        _ list: ItemList<Item>, _ rows: [Item], _ look: SettledLook<Place>, lead: String?, trail: [Link] = [],
        before: [Block], fields: [FormField], cursor: (Item) -> String
    ) throws -> Answer {
        try page(
            list.caption, lead: lead, trail: trail, done: look.input.done, told: look.told,
            before + [
                filter(list.path, fields, sort: look.input),
                .table(list.table(ofPage: rows, look.input, cursor: cursor)),
            ])
    }
}
