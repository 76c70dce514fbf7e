import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What a traveller is owed, and what makes it so.
extension Till {
    func grant(_ minor: Int, _ booking: BookingID) async throws {
        _ = try await scope.settle { tx in
            let effect = try await feature.grant.grant(
                Money(minor: minor, .eur), of: booking, ChangeReason("The shower was cold."), key: shop.key,
                AuditActor("account:test"), in: tx)
            return Effect(value: effect.value.refunds, closing: effect.closing)
        }
    }

    func owed(_ minor: Int, _ booking: BookingID) async throws -> Int {
        try await feature.grant.preview(
            Money(minor: minor, .eur), of: try await self.booking(booking), in: scope
        ).owed.minor
    }

    func refunds(_ booking: BookingID) async throws -> [Refund] {
        try await feature.read.history(of: booking, in: scope).refunds
    }

    func balance(_ code: AccountCode) async throws -> Int {
        try await TrialBalance.read(in: scope).lines.filter { $0.code == code }.map(\.balance.minor).reduce(0, +)
    }

    /// A booking paid by a card whose refunds come back from the bank after some days.
    func paid(with card: String, nights: Int = 1) async throws -> BookingID {
        let begun = try await begin(nights: nights)
        _ = try await pay(begun.payment, with: card)
        try await settle(begun.payment)
        return begun.booking
    }

    func sendAllBack(_ booking: BookingID) async throws {
        try await chase()
        try await stripe.control("POST", "clock", #"{"advance_seconds":864000}"#)
        for refund in try await refunds(booking) where refund.state == .succeeded {
            try await feature.settleRefund.settle(refund.id, isTold: true, in: scope)
        }
    }
}
