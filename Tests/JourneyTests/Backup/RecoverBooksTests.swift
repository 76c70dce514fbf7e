import Foundation
import Ledger
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups
@testable import TravelHub

extension BackupDrills {
    @Suite("Books out of a whole backup")
    struct RecoverBooksTests {
        private struct Books {
            let drill: Drill
            let slug: String
            let booking: UUID

            /// Under the generation that the partner has now.
            var scope: TenantScope {
                get async throws {
                    let place = try await drill.place(slug)
                    return drill.fleet.tenants.scope(
                        TenantEntry(
                            id: place.tenant, number: place.number, generation: place.generation, version: 1,
                            isolation: slug == Drill.schema ? .schema : .pooled, state: .active))
                }
            }

            /// A sale that is paid for, and a payment that is only reserved.
            func trade(_ minor: Int) async throws {
                let ledger = Ledger(identifiers: drill.base.identifiers)
                let euro = Money(minor: minor, .eur)
                let sale = try Sale(
                    booking: booking, hotel: booking, total: euro, supplier: .zero(.eur), tax: .zero(.eur),
                    platformFee: .zero(.eur))
                let paid = PaymentCourse(booking: booking, payment: UUID())
                let open = PaymentCourse(booking: booking, payment: UUID())
                let entries = [
                    try LedgerEntry.of(.sold(sale), key: "\(minor)", about: .none),
                    try paid.authorized(euro, lapsesAfterSeconds: 600), try paid.captured(euro, at: nil),
                    try open.authorized(euro, lapsesAfterSeconds: 600),
                ]
                _ = try await scope.transaction { try await ledger.post(entries, in: $0) }
            }

            var standing: TrialBalance { get async throws { try await TrialBalance.read(in: try await scope) } }
        }

        @Test("Are sound again, as they stood, and go on; another partner's are as they were")
        func books() async throws {
            try await Drill.with { drill in
                let all = ["severny", Drill.schema].map { Books(drill: drill, slug: $0, booking: UUID()) }
                for books in all { try await books.trade(1_000) }
                _ = try await drill.backUp()
                for (books, other) in zip(all, all.reversed()) {
                    let before = try await books.standing
                    try await books.trade(2_000)
                    let others = try await other.standing
                    #expect(try await books.standing != before)
                    _ = try await drill.recover(books.slug)
                    #expect(try await books.standing == before)
                    #expect(try await VerifyBooks().run(try await books.scope).findings == [])
                    #expect(try await other.standing == others)
                    try await books.trade(3_000)
                    #expect(try await VerifyBooks().run(try await books.scope).findings == [])
                }
            }
        }
    }
}
