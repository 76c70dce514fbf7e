import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// Where the site's money goes on the console: connected with the keys of an account at the processor, and let go of.
struct AccountPages: Sendable {
    let parts: AdminParts

    static let path = "\(MoneySight.path)/account"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "payment.account_unknown")
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.finance, .read), "Where the site's money goes",
                gives: [.html()], options: .console
            ) { (input: NoticeInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try AccountSight(seat, try await account(seat)).page(done: input.done)
            },
            Route(
                .post, PathTemplate(Self.path), .staff(.finance, .write), "Say where the site's money goes",
                gives: [.redirect()],
                refuses: [
                    unknown, .init(409, "payment.key_refused"), .init(409, "payment.not_available"),
                    .init(502, "payment.processor_refused"), .init(503, "payment.processor_unreachable"),
                ], options: .console
            ) { (entry: Submission<PaymentAccountInput>, context: StaffPageContext) in
                try await connect(entry, Seat(context, parts))
            },
            Route(
                .get, PathTemplate("\(Self.path)/disconnect"), .staff(.finance, .write),
                "Asks whether to take no more payments in advance", gives: [.html()], refuses: [unknown],
                options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(
                    AccountSight(seat, try await parts.payments.connect.account(in: seat.scope)).disconnecting)
            },
            Route(
                .post, PathTemplate("\(Self.path)/disconnect"), .staff(.finance, .write),
                "Take no more payments in advance", gives: [.redirect()], refuses: [unknown], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.payments.connect.disconnect(context.auditActor, in: seat.scope)
                return seat.then(Self.path, done: "payments_disconnected")
            },
        ]
    }

    /// Nil where there is none.
    private func account(_ seat: Seat) async throws -> ConnectedAccount? {
        do { return try await parts.payments.connect.account(in: seat.scope) } catch PaymentError.accountUnknown {
            return nil
        }
    }

    /// What the processor says of the keys stands beside them; a secret key is not shown again.
    private func connect(_ entry: Submission<PaymentAccountInput>, _ seat: Seat) async throws -> Answer {
        let typed = TypedForm(entry)
        guard case .success(let input) = entry.result else {
            return try AccountSight(seat, try await account(seat)).again(typed)
        }
        do {
            _ = try await parts.payments.connect(input, to: seat.context)
            return seat.then(Self.path, done: "payments_connected")
        } catch let error as PaymentError {
            let sight = AccountSight(seat, try await account(seat))
            switch error {
            case .invalid(let faults): return try sight.again(typed.refused(faults))
            case .keyRefused:
                return try sight.again(
                    typed.told(seat.t("console.payments.key_refused"), at: "/secret_key"), status: .conflict)
            default:
                let problem = error.problem
                let told = ProblemWords(seat.words)
                return try sight.again(
                    typed, fault: told.detail(of: problem) ?? told.title(of: problem),
                    status: HTTPResponse.Status(code: problem.status))
            }
        }
    }
}
