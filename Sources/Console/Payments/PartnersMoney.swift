import Foundation
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// Partners' payments, refunds and disputes as operators look at them. They stand among each partner's own rows, and no login
/// sees those of two: each is asked in a transaction of its own, in the order of their names, so that a page costs as
/// many as it shows, however many there are.
struct PartnersMoney: Sendable {
    struct Partner: Sendable {
        let slug: String
        let sums: [MoneySum]
    }

    let desk: any TenantDeskWork
    let platform: PlatformDatabase
    let browse: BrowseMoney

    /// Asked at a time.
    private static let crowd = 8

    /// Those whose names come behind `slug`, with what their moves that fit come to.
    ///
    /// - Parameter filter: nil where nothing can fit.
    ///
    /// Throws `PostgresError`.
    func partners(_ filter: MoneyFilter?, after slug: String?, limit: Int) async throws -> [Partner] {
        // Before its tables are there a partner has none.
        let slugs = try await platform.run(
            """
            select slug from tenants where state <> 'provisioning' and slug > \(slug ?? "") order by slug limit \(limit)
            """
        ).map { try $0.get("slug", as: String.self) }
        return try await withThrowingTaskGroup(of: (Int, Partner).self) { group in
            var (found, next) = ([Int: Partner](), 0)
            func begin() {
                guard next < slugs.count else { return }
                let (place, slug) = (next, slugs[next])
                next += 1
                group.addTask {
                    guard let filter, let scope = try await desk.scope(slug: slug) else {
                        return (place, Partner(slug: slug, sums: []))
                    }
                    return (place, Partner(slug: slug, sums: try await browse.sums(filter, in: scope)))
                }
            }
            for _ in 0..<Self.crowd { begin() }
            for try await (place, partner) in group {
                found[place] = partner
                begin()
            }
            return slugs.indices.compactMap { found[$0] }
        }
    }

    /// Throws `tenant.unknown`.
    func scope(_ slug: String) async throws -> TenantScope {
        guard let scope = try await desk.scope(slug: slug) else { throw TenantError.unknown(slug: slug).problem }
        return scope
    }

    /// Sums of all of them as a table: a row for each partner and currency.
    func sumsFile(_ filter: MoneyFilter?, isForPeople: Bool) async throws -> Answer {
        let columns = [
            "tenant", "currency", "payments", "captured_minor", "refunds", "refunded_minor", "disputes",
            "disputed_minor", "waiting",
        ]
        return try await .file("partners-payments", columns, isForPeople: isForPeople) { last, _ in
            try await partners(filter, after: last?.slug, limit: ListInput.rowsPerPage).flatMap { partner in
                partner.sums.isEmpty
                    ? [(slug: partner.slug, sum: MoneySum?.none)] : partner.sums.map { (partner.slug, $0) }
            }
        } cells: { row in
            guard let sum = row.sum else { return [.text(row.slug)] + columns.dropFirst().map { _ in .empty } }
            return [
                .text(row.slug), .text(sum.currency.code), .number("\(sum.payments)"),
                .number("\(sum.captured.minor)"), .number("\(sum.refunds)"), .number("\(sum.refunded.minor)"),
                .number("\(sum.disputes)"), .number("\(sum.disputed.minor)"), .number("\(sum.waiting)"),
            ]
        }
    }

    /// That an operator looked at a partner's money, or took it away, stands in the partner's trail; at what all of
    /// theirs comes to, in the operators'.
    static func look(_ action: String, by actor: AuditActor) -> AuditEntry {
        AuditEntry(action: "payment.\(action)", actor: actor, subjectKind: "payment", subjectID: "list")
    }
}
