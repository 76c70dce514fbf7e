import Foundation
package import Inventory
package import Jobs
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// Takes rooms off the market for a while and writes the booking that they are held for.
///
/// Three round trips: the price as it stands; the stock; all that is written, with the commit.
package struct HoldRoom: Sendable {
    let pricing: PriceOffer
    let stock: Stock
    let records: BookingRecords
    let funnel: Funnel
    let jobs: JobQueue
    let identifiers: IdentifierSource
    let secrets: SecretSource

    package init(
        pricing: PriceOffer, stock: Stock, records: BookingRecords, funnel: Funnel, jobs: JobQueue,
        identifiers: IdentifierSource, secrets: SecretSource
    ) {
        self.pricing = pricing
        self.stock = stock
        self.records = records
        self.funnel = funnel
        self.jobs = jobs
        self.identifiers = identifiers
        self.secrets = secrets
    }

    /// Throws `BookingError.soldOut`, `.priceChanged` for a total that nobody accepted, `.quoteNotFound`,
    /// `.quoteExpired`, `.offerUnknown`, `.offerExpired`, `.invalid` for more people than the rooms are
    /// for, or `PostgresError`.
    package func hold(
        _ command: HoldCommand, _ terms: SiteTerms, key: TenantDataKey, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<HeldBooking> {
        let stay = try await stay(of: command, terms, in: tx)
        guard command.party.travellers.count <= stay.guests else {
            throw BookingError.invalid([
                .init("/travellers", "too_many", ["max": .number(stay.guests)])
            ])
        }
        let id = BookingID(identifiers.next())
        let expiresAt = try await take(stay, id, seconds: terms.holdSeconds, in: tx)
        let new = NewBooking(
            id: id, reference: BookingReference(from: secrets), token: AccessToken(from: secrets),
            settlement: stay.settlement, stay: stay, party: try SealedParty(command.party, with: key),
            conditions: terms.conditions, locale: command.locale,
            quote: command.quote, spaceExpiresAt: expiresAt, priceExpiresAt: expiresAt)
        return Effect(
            value: HeldBooking(dated: new.dated(heldSeconds: terms.holdSeconds), token: new.token),
            closing: try closing(new, command, cause, tenant: tx.tenant))
    }

    private func stay(
        of command: HoldCommand, _ terms: SiteTerms, in tx: TenantTransaction
    ) async throws -> FrozenStay {
        switch command.source {
        case .offer(let offer):
            let priced = try await pricing.price(offer, terms, command.locale, through: tx)
            return try Self.accepted(priced.stay, offered: priced.offeredTotal, command.acceptedTotal)
        case .quote(let id):
            guard let row = try await tx.run(QuoteStore.find(id)).first else { throw BookingError.quoteNotFound }
            let quote = try QuoteStore.Found(row)
            guard quote.isLive else { throw BookingError.quoteExpired }
            return try Self.accepted(quote.stay, offered: quote.offeredTotal, command.acceptedTotal)
        }
    }

    /// A total that was never shown is never charged: it is accepted by name, or equals the one shown.
    static func accepted(
        _ stay: FrozenStay?, offered: Money, _ accepted: Money?
    ) throws(BookingError) -> FrozenStay {
        guard let stay else { throw .soldOut([]) }
        let total = stay.price.total
        guard total == accepted ?? offered else { throw .priceChanged(offered: offered, total: total) }
        return stay
    }

    private func take(
        _ stay: FrozenStay, _ id: BookingID, seconds: Int, in tx: TenantTransaction
    ) async throws -> Date {
        do {
            return try await stock.take(stay.demand, booking: id.uuid, expiresAfterSeconds: seconds, in: tx)
        } catch StockError.soldOut(let shortages) {
            throw BookingError.soldOut(shortages.map(\.night))
        }
    }

    private func closing(
        _ new: NewBooking, _ command: HoldCommand, _ cause: Cause, tenant: TenantID
    ) throws -> [SQL] {
        let change = BookingChange(booking: new.id, sequence: 1, action: nil, from: nil, to: .held)
        let release = try jobs.statement(
            ReleaseHold(booking: new.id.uuid),
            JobPlan(runAt: new.spaceExpiresAt, unique: .untilDone(new.id.uuid.text), requestID: cause.requestID),
            tenant: tenant)
        var statements = [
            try BookingStore.insert(new, tenant: tenant),
            BookingStore.insertRooms(of: new.stay, booking: new.id, tenant: tenant),
        ]
        statements += records.statements(of: change, cause, tenant: tenant)
        statements += [
            release, funnel.statement(FunnelEvent(.hold, new.locale, new.stay.currency), tenant: tenant),
        ]
        if let account = command.account {
            statements.append(BookingStore.own(new.id, by: account, tenant: tenant))
        }
        if let quote = new.quote { statements.append(QuoteStore.accept(quote, new.stay.price.total)) }
        return statements
    }
}

extension HoldCommand {
    fileprivate var quote: UUID? {
        guard case .quote(let id) = source else { return nil }
        return id
    }
}

extension FrozenStay {
    /// Whatever is due now is paid through us; the rest at the property, in either case.
    fileprivate var settlement: Settlement { price.dueNow.minor > 0 ? .online : .atProperty }
}

extension NewBooking {
    fileprivate func dated(heldSeconds: Int) -> DatedBooking {
        let now = spaceExpiresAt - TimeInterval(heldSeconds)
        let booking = Booking(
            id: id, reference: reference, state: .held, sequence: 1, settlement: settlement, stay: stay,
            paid: .zero(stay.currency), refunded: .zero(stay.currency), penalty: .zero(stay.currency), locale: locale,
            spaceExpiresAt: spaceExpiresAt, priceExpiresAt: priceExpiresAt, createdAt: now)
        return DatedBooking(booking: booking, instant: now)
    }
}
