package import Bookings
package import Foundation
import Postgres
package import Tenancy

/// Whoever may open a booking goes to pay it, and says how or does not.
///
/// What the processor knows of one account's payment is the key to that account's cards there. So a payment for which
/// one account chose is gone on with by nobody else, and one whose secret was told before is never made an account's:
/// it is let go, and another one is begun for whoever asks now.
package struct GoToPay: Sendable {
    let parts: PaymentParts
    let start: StartPayment
    let choose: ChooseCard
    let settle: SettlePayment

    package struct Payer: Sendable {
        /// Nil for a guest.
        package let account: UUID?
        let choice: CardChoice?

        package static let guest = Payer(account: nil, choice: nil)

        /// - Parameter choice: only of somebody with an account; nil where nothing is said of how.
        package init(account: UUID?, choice: CardChoice?) {
            self.account = account
            self.choice = account == nil ? nil : choice
        }
    }

    /// Two round trips, one more where a saved card is chosen or one is to be saved. Whoever says nothing of how they
    /// pay takes back what they said before.
    ///
    /// Throws as `StartPayment.start`, and `PaymentError.cardNotFound`, `.cardExpired`, `.tooManyCards`,
    /// `.cardNotSaved`.
    package func begin(
        _ id: BookingID, _ proof: BookingProof, as payer: Payer, key: TenantDataKey, _ cause: Cause,
        in tx: TenantTransaction
    ) async throws -> Effect<StartPayment.Started> {
        let effect = try await start.start(id, proof, key: key, cause, in: tx)
        let payment = effect.value.payment
        if let choice = payer.choice, let account = payer.account {
            try await choose.allow(choice, of: account, in: tx)
        }
        if let live = effect.value.live, live.isLetGo(for: payer) {
            let letGo = [
                PaymentStore.void(live.id), try parts.jobs.chase(live.id, .voiding, inSeconds: 0, tenant: tx.tenant),
            ]
            return Effect(value: effect.value, closing: effect.closing + letGo)
        }
        guard let choice = payer.choice, let account = payer.account else {
            let unsaid = effect.value.live?.wish == nil ? [] : [PaymentStore.unchoose(payment)]
            return Effect(value: effect.value, closing: effect.closing + unsaid)
        }
        if choice == .another(saves: true), effect.value.live?.isSavingBarred == true {
            throw PaymentError.cardNotSaved
        }
        let chosen = choose.statements(choice, of: account, for: payment, cause, tenant: tx.tenant)
        return Effect(value: effect.value, closing: effect.closing + chosen)
    }

    /// After `begin`: what it let go of is over at the processor, and another payment is begun. Nothing where none was.
    ///
    /// Throws as `begin`, and for what the processor said; a job goes on with letting go then.
    package func beginAnew(
        _ id: BookingID, _ proof: BookingProof, as payer: Payer, _ cause: Cause, in scope: TenantScope
    ) async throws {
        guard let last = try await scope.run(PaymentStore.list(id)).first.map({ try Payment($0) }),
            last.state == .voiding
        else { return }
        do {
            guard try await settle.settle(last.id, cause, in: scope).state == .voided else { return }
        } catch let fault as ProcessorFault {
            throw PaymentError(fault)
        }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        _ = try await scope.settle { tx in try await begin(id, proof, as: payer, key: key, cause, in: tx) }
    }
}

extension Payment {
    /// Of another account; or its secret is known to who knows whom, and a saved card is to be tried under it.
    fileprivate func isLetGo(for payer: GoToPay.Payer) -> Bool {
        guard state == .asked || state == .open else { return false }
        if case .saved = payer.choice, isSavingBarred { return true }
        return !isOpen(to: payer.account)
    }
}
