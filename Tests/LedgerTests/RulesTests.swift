import Foundation
import Ledger
import TestSupport
import Testing
import Vocabulary

@Suite("From what happens to lines")
struct RulesTests {
    private static let caseCount = 4_000
    private static let booking = UUID()
    private static let hotel = UUID()
    private static let currencies: [CurrencyCode] = [.eur, .jpy, .kwd]

    private static func amount(_ generator: inout SeededGenerator, upTo most: Int = Money.minorMax) -> Int {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Int.random(in: 0...min(3, most), using: &generator)
        case 1: Int.random(in: 0...min(99_999, most), using: &generator)
        case 2: most
        default: Int.random(in: 0...most, using: &generator)
        }
    }

    private static func sale(_ generator: inout SeededGenerator, _ currency: CurrencyCode) throws -> Sale {
        let total = amount(&generator)
        let mayLose = Bool.random(using: &generator)
        let supplier = amount(&generator, upTo: mayLose ? Money.minorMax / 4 : total)
        let tax = amount(&generator, upTo: mayLose ? Money.minorMax / 4 : total - supplier)
        let fee = amount(&generator, upTo: mayLose ? Money.minorMax / 4 : total - supplier - tax)
        return try Sale(
            booking: booking, hotel: hotel, total: Money(minor: total, currency),
            supplier: Money(minor: supplier, currency), tax: Money(minor: tax, currency),
            platformFee: Money(minor: fee, currency))
    }

    private static func event(_ generator: inout SeededGenerator) throws -> BusinessEvent {
        let currency = currencies.randomElement(using: &generator) ?? .eur
        let money = Money(minor: amount(&generator), currency)
        let purse: BusinessEvent.Purse = Bool.random(using: &generator) ? .bank : .processor
        switch Int.random(in: 0..<22, using: &generator) {
        case 0: return .sold(try sale(&generator, currency))
        case 1, 2:
            let sale = try sale(&generator, currency)
            return .cancelled(
                sale, kept: Money(minor: amount(&generator, upTo: sale.total.minor), currency),
                paid: Money(minor: amount(&generator, upTo: sale.total.minor), currency))
        case 3: return .goodwill(booking: booking, money)
        case 4: return .authorized(booking: booking, money)
        case 5: return .captured(booking: booking, money)
        case 6: return .feeKept(money)
        case 7: return .refundStarted(booking: booking, money)
        case 8: return .refunded(booking: booking, money)
        case 9: return .disputed(booking: booking, money)
        case 10: return .disputeWon(booking: booking, money)
        case 11: return .disputeLost(booking: booking, money)
        case 12: return .platformFeePaid(money, from: purse)
        case 13: return .supplierPaid(hotel: hotel, money, from: purse)
        case 14: return .taxPaid(money, from: purse)
        case 15: return .commissionEarned(partner: hotel, money)
        case 16: return .partnerPaid(hotel, money, from: purse)
        case 17: return .feeOwed(booking: booking, money)
        case 18: return .feeWaived(booking: booking, money)
        case 19: return .paidOut(Bool.random(using: &generator) ? money : Money(minor: -money.minor, currency))
        case 20:
            return .invoiced(
                PlatformInvoice(
                    costs: money,
                    converted: [
                        .init(
                            owed: Money(minor: amount(&generator), .usd),
                            invoiced: Money(minor: amount(&generator), currency))
                    ]))
        default: return .exchanged(money, into: Money(minor: amount(&generator), .usd))
        }
    }

    @Test("every event's lines sum to zero in each currency, none of them is zero, no account comes twice")
    func zeroSum() throws {
        var generator = SeededGenerator(seed: 20_261_126)
        var written = 0
        for _ in 0..<Self.caseCount {
            let event = try Self.event(&generator)
            let lines: [LedgerLine]
            do throws(LedgerError) {
                lines = try PostingRules.lines(event).lines
            } catch {
                #expect([.nothingMoves, .badShares, .amountOutOfRange].contains(error), "\(event)")
                continue
            }
            written += 1
            #expect(lines.allSatisfy { $0.minor != 0 && $0.minor.magnitude <= UInt(Money.minorMax) }, "\(event)")
            #expect(Set(lines.map(\.account)).count == lines.count, "\(event)")
            for (_, group) in Dictionary(grouping: lines, by: \.account.currency) {
                #expect(group.reduce(0) { $0 + $1.minor } == 0, "\(event)")
            }
        }
        #expect(written > Self.caseCount / 2)
    }

    @Test("a sale and its cancellation leave everybody with their share of what is kept, to the last unit")
    func cancellation() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<Self.caseCount {
            let sale = try Self.sale(&generator, .eur)
            guard sale.total.minor > 0, sale.revenue.minor.magnitude < UInt(Money.minorMax) else { continue }
            let kept = Money(minor: Self.amount(&generator, upTo: sale.total.minor), .eur)
            let paid = Money(minor: Self.amount(&generator, upTo: sale.total.minor), .eur)
            var sums: [LedgerAccount: Int] = [:]
            func apply(_ event: BusinessEvent) throws {
                do throws(LedgerError) {
                    for line in try PostingRules.lines(event).lines { sums[line.account, default: 0] += line.minor }
                } catch {
                    guard error == .nothingMoves else { throw error }
                }
            }
            try apply(.sold(sale))
            try apply(.captured(booking: Self.booking, paid))
            try apply(.cancelled(sale, kept: kept, paid: paid))
            let left = { (account: LedgerAccount) in sums[account] ?? 0 }
            let owed = max(0, paid.minor - kept.minor)
            #expect(left(.receivable(of: Self.booking, .eur)) == max(0, kept.minor - paid.minor))
            #expect(-left(.refunds(of: Self.booking, .eur)) == owed)
            let shares = [.supplier(Self.hotel, .eur), .tax(.eur), .platformFee(.eur), .revenue(.eur)].map { -left($0) }
            #expect(shares.reduce(0, +) == kept.minor)
            #expect(shares.prefix(3).allSatisfy { $0 >= 0 })
            for (share, part) in zip(shares, [sale.supplier, sale.tax, sale.platformFee, sale.revenue]) {
                let exact = Double(part.minor) * Double(kept.minor) / Double(sale.total.minor)
                #expect(abs(Double(share) - exact) <= max(2, abs(exact) * 1e-9), "\(sale) kept \(kept)")
            }
        }
    }

    @Test("what does not add up, overflows or is in another currency is refused and not rounded")
    func refusals() throws {
        let euro = { Money(minor: $0, .eur) }
        #expect(throws: LedgerError.unbalanced(euro(1))) {
            try LedgerLines([.debit(.bank(.eur), euro(3)), .credit(.tax(.eur), euro(2))])
        }
        #expect(throws: LedgerError.nothingMoves) {
            try LedgerLines([.debit(.bank(.eur), euro(3)), .credit(.bank(.eur), euro(3))])
        }
        #expect(throws: LedgerError.wrongCurrency(.usd, .eur)) {
            try LedgerLines([.debit(.bank(.eur), Money(minor: 3, .usd))])
        }
        #expect(throws: LedgerError.amountOutOfRange) {
            try LedgerLines(euro(Money.minorMax + 1), debit: .bank(.eur), credit: .tax(.eur))
        }
        #expect(throws: LedgerError.amountOutOfRange) {
            try LedgerLines(euro(Int.min), debit: .bank(.eur), credit: .tax(.eur))
        }
        #expect(throws: LedgerError.amountOutOfRange) {
            try LedgerLines(
                Array(repeating: .debit(.bank(.eur), euro(Money.minorMax)), count: 2)
                    + Array(repeating: .credit(.tax(.eur), euro(Money.minorMax)), count: 2))
        }
        #expect(throws: LedgerError.badShares) { try PostingRules.lines(.feeKept(euro(-1))) }
        #expect(throws: LedgerError.badShares) { try PostingRules.lines(.exchanged(euro(1), into: euro(1))) }
        #expect(throws: LedgerError.badKey) { try LedgerReference(.payout, "") }
        #expect(LedgerKind(rawValue: "Payment; drop") == nil)
    }
}
