import Billing
import Foundation
import Tenancy
import TestSupport
import Vocabulary

@testable import TravelHub

/// What operators do about a partner's invoices.
extension AuditedVerb {
    static let billing: [AuditedVerb] = [
        AuditedVerb("POST /api/platform/tenants/{slug}/invoices", "invoice.issue", doer: .operatorToken) { seat in
            let month = try await SweptBilling.month(seat.partner, seat.sites)
            return request(seat, "", #"{"period":"\#(month)"}"#)
        },
        AuditedVerb("POST /api/platform/tenants/{slug}/invoices/{id}/pay", "invoice.pay", doer: .operatorToken) {
            seat in
            let invoice = try await SweptBilling.issue(seat.partner, seat.sites)
            let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
            return request(
                seat, "/\(invoice.id.text)/pay",
                """
                {"amount":{"amount":\(invoice.total.minor),"currency":"\(invoice.total.currency)"},
                 "paid_on":"\(today)","reference":"BANK 1"}
                """)
        },
        AuditedVerb("POST /api/platform/tenants/{slug}/invoices/{id}/void", "invoice.void", doer: .operatorToken) {
            seat in
            let invoice = try await SweptBilling.issue(seat.partner, seat.sites)
            return request(seat, "/\(invoice.id.text)/void", #"{"reason":"Wrong plan"}"#)
        },
    ]

    private static func request(_ seat: AuditedSeat, _ path: String, _ body: String) -> Request {
        Request(
            target: "/api/platform/tenants/\(seat.partner.word)/invoices\(path)", headers: seat.operators, body: body,
            host: SweptSites.platformHost)
    }
}
