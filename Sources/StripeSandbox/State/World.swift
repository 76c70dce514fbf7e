import Foundation

/// All that the sandbox knows. Verbs change it in place; what they changed is kept as one line of the journal or, when
/// they refuse, undone.
struct World: Sendable {
    var accounts = Shelf<Account>()
    var customers = Shelf<Customer>()
    var methods = Shelf<PaymentMethod>()
    var intents = Shelf<PaymentIntent>()
    var setups = Shelf<SetupIntent>()
    var charges = Shelf<Charge>()
    var refunds = Shelf<Refund>()
    var disputes = Shelf<Dispute>()
    var movements = Shelf<Movement>()
    var transfers = Shelf<Transfer>()
    var reversals = Shelf<TransferReversal>()
    var payouts = Shelf<Payout>()
    var endpoints = Shelf<WebhookEndpoint>()
    var events = Shelf<Event>()
    var deliveries = Shelf<Delivery>()
    var answers = Shelf<KeptAnswer>()
    var clocks = Shelf<ClockSetting>()

    /// What is due at a time to come, by the second; made anew from the records at a start.
    var due = DueTimes()
    /// What was asked of the events to come; it does not outlive the process.
    var eventRules: [EventRule] = []
    /// How many of the next confirmations stay in processing; neither does this.
    var processingNext = 0
    /// Of which accounts the lines of the next charges come late; neither does this.
    var lateLines: [LateLines] = []
    /// Deliveries that are to be sent, by endpoint and in order; what is no longer so is taken off when it is met.
    var waiting: [String: [String]] = [:]
    /// Accounts by the digest of their keys.
    var keyHolders: [String: KeyHolder] = [:]
    /// Of all deliveries, so that each has its own.
    var lastPlace = 0

    /// What every shelf can be asked, whatever stands on it.
    private struct Access: Sendable {
        let kind: String
        let takeChanges: @Sendable (inout World, JSONEncoder) throws -> [JournalChange]
        let undo: @Sendable (inout World) -> Void
        let load: @Sendable (inout World, JournalChange, JSONDecoder) throws -> Void
        let everything: @Sendable (World, JSONEncoder) throws -> [JournalChange]
    }

    private static func access<R: Record>(_ path: any WritableKeyPath<World, Shelf<R>> & Sendable) -> Access {
        Access(
            kind: R.kind,
            takeChanges: { world, encoder in try world[keyPath: path].takeChanges(encoder) },
            undo: { world in world[keyPath: path].undo() },
            load: { world, change, decoder in try world[keyPath: path].load(change, decoder) },
            everything: { world, encoder in try world[keyPath: path].everything(encoder) })
    }

    private static let shelves: [Access] = [
        access(\.accounts), access(\.customers), access(\.methods), access(\.intents), access(\.setups),
        access(\.charges), access(\.refunds), access(\.disputes), access(\.movements), access(\.transfers),
        access(\.reversals), access(\.payouts), access(\.endpoints), access(\.events), access(\.deliveries),
        access(\.answers), access(\.clocks),
    ]
    private static let shelfByKind = Dictionary(uniqueKeysWithValues: shelves.map { ($0.kind, $0) })

    mutating func takeChanges(_ encoder: JSONEncoder) throws -> [JournalChange] {
        var changes: [JournalChange] = []
        for shelf in Self.shelves { changes += try shelf.takeChanges(&self, encoder) }
        return changes
    }

    mutating func undo() {
        for shelf in Self.shelves { shelf.undo(&self) }
    }

    mutating func load(_ changes: [JournalChange], _ decoder: JSONDecoder) throws {
        for change in changes {
            guard let shelf = Self.shelfByKind[change.kind] else { throw UnknownKind(kind: change.kind) }
            try shelf.load(&self, change, decoder)
        }
    }

    /// What follows from the records, after they were loaded.
    mutating func know() {
        for account in accounts.records.values { knowKeys(account) }
        for delivery in deliveries.records.values.sorted(by: { $0.place < $1.place }) {
            lastPlace = max(lastPlace, delivery.place)
            if delivery.state == .waiting { waiting[delivery.endpoint, default: []].append(delivery.id) }
        }
    }

    func everything(_ encoder: JSONEncoder) throws -> [JournalChange] {
        try Self.shelves.flatMap { try $0.everything(self, encoder) }
    }
}

/// A journal of another release.
struct UnknownKind: Error, CustomStringConvertible {
    let kind: String
    var description: String { "the journal has records of the unknown kind \(kind)" }
}
