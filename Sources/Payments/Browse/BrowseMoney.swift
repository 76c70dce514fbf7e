import Bookings
package import Postgres
package import Tenancy

/// A site's payments and refunds as its staff looks through them, and all that is known of one.
package struct BrowseMoney: Sendable {
    package static let pageMax = 500

    let dataKeys: DataKeys

    /// One statement.
    ///
    /// Throws `PostgresError`.
    package func list(
        _ filter: MoneyFilter, _ page: RowPage<MoneyOrder>, limit: Int, in scope: TenantScope
    ) async throws -> [MoneyMove] {
        try await scope.run(MoneyStore.page(filter, page, limit: min(max(1, limit), Self.pageMax)))
            .map { try MoneyMove($0) }
    }

    /// What all that fit come to, by currency. One statement.
    ///
    /// Throws `PostgresError`.
    package func sums(_ filter: MoneyFilter, in scope: TenantScope) async throws -> [MoneySum] {
        try await scope.run(MoneyStore.sums(filter)).map { try MoneySum($0) }
    }

    /// What waits for a person, what came last first.
    ///
    /// Throws `PostgresError`.
    package func waiting(limit: Int, in scope: TenantScope) async throws -> [MoneyMove] {
        try await list(MoneyFilter(needsPerson: true), RowPage(.made, .down), limit: limit, in: scope)
    }

    /// One round trip.
    ///
    /// Throws `PaymentError.notFound`, `PostgresError`, or what AES-GCM throws for a reason that was sealed elsewhere.
    package func one(_ id: PaymentID, in scope: TenantScope) async throws -> PaymentCase {
        let key = try await dataKeys.key(of: scope.tenant)
        let rows = try await scope.run([MoneyStore.one(id), MoneyStore.refunds(of: id)])
        guard let row = rows[0].first else { throw PaymentError.notFound }
        return try PaymentCase(row, refunds: try rows[1].map { try RefundCase($0, key) })
    }

    /// The payment that a refund is of.
    ///
    /// Throws `PaymentError.notFound`, or as the other.
    package func one(of refund: RefundID, in scope: TenantScope) async throws -> PaymentCase {
        guard let row = try await scope.run(MoneyStore.payment(of: refund)).first else { throw PaymentError.notFound }
        return try await one(PaymentID(try row.get("payment_id")), in: scope)
    }
}
