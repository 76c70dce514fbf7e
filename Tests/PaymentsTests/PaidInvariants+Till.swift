import StripeSandbox
import TestSupport
import Testing

extension PaidInvariants {
    static func check(_ till: Till, isQuiet: Bool = true, _ comment: Comment? = nil) async throws {
        try await check(till.scope, till.stripe.totals(of: till.account), isQuiet: isQuiet, comment)
    }
}
