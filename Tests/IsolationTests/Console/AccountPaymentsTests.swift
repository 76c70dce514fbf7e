import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("What an account paid, told to its programs")
struct AccountPaymentsTests {
    @Test("Comes page by page, narrowed by kind, currency and time, and is nobody else's to read")
    func history() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let (ada, eve) = (try await seat.person(), try await seat.person())
            let paid = try await SweptTill.pay(seat.wire, sites, seat.partner)
            let refund = try await SweptTill.grant(500, of: paid, sites, seat.partner)
            let booking = try #require(UUID(uuidString: paid.booking))
            _ = try await seat.scope.run(
                """
                insert into booking_accounts (tenant_id, booking_id, account_id)
                values (\(seat.partner.entry.id), \(booking), \(ada.account))
                """)
            let url = "/api/account/payments"
            func ids(_ query: String, _ headers: [(String, String)]) async throws -> [String] {
                let answer = try await seat.wire.get("\(url)?\(query)", headers)
                #expect(answer.status == 200, "\(query): \(answer.body)")
                return answer.body.matches(of: /\{"id":"([^"]+)","kind"/).map { String($0.output.1) }
            }
            let all = [refund.text, paid.payment.text]
            let elsewhere = paid.currency == "JPY" ? "EUR" : "JPY"
            for (query, found) in [
                ("", all), ("order=up", all.reversed()), ("kind=refund", [refund.text]),
                ("currency=\(paid.currency)&kind=payment", [paid.payment.text]), ("currency=\(elsewhere)", []),
                ("from=2020-01-01T00:00:00Z", all), ("until=2020-01-01T00:00:00Z", []),
            ] {
                #expect(try await ids(query, ada.bearer) == found, "\(query)")
                #expect(try await ids(query, eve.bearer).isEmpty, "\(query)")
            }
            let first = try await seat.wire.get("\(url)?limit=1", ada.bearer)
            let cursor = try #require(first.member("next_cursor"))
            #expect(try await ids("limit=1&cursor=\(cursor)", ada.bearer) == [paid.payment.text])
            let until = "from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z"
            for query in ["kind=gift", until, "cursor=x", "limit=0"] {
                #expect(try await seat.wire.get("\(url)?\(query)", ada.bearer).status == 422, "\(query)")
            }
            // What only the staff is to know is not told.
            let told = try await seat.wire.get(url, ada.bearer).body
            #expect(told.contains("visa 4242") && !told.contains("processor_name") && !told.contains("person_for"))
            #expect(try await seat.wire.get(url).status == 401)
            let other = sites.wire([sites.victim, sites.attacker].first { $0.host != seat.partner.host }?.host ?? "")
            #expect(try await other.get(url, ada.bearer).status == 401)
        }
    }
}
