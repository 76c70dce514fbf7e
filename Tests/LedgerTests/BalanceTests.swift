import Ledger
import TestSupport
import Testing
import Vocabulary

@Suite("What stands at the processor beside the books")
struct BalanceTests {
    @Test("Every currency of either side is told once, with what is between them")
    func compares() throws {
        let currencies = try ["EUR", "JPY", "KWD", "USD"].map { try #require(CurrencyCode($0)) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            func side() -> [Money] {
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    Money(minor: Int.random(in: -900...900, using: &random), currencies.randomElement(using: &random)!)
                }
            }
            let (ours, theirs) = (side(), side())
            let told = BalanceComparison.all(ledger: ours, processor: theirs)
            #expect(told.map(\.currency) == Set((ours + theirs).map(\.currency)).sorted())
            for one in told {
                func sum(_ side: [Money]) -> Int {
                    side.filter { $0.currency == one.currency }.map(\.minor).reduce(0, +)
                }
                #expect(one.ledger.minor == sum(ours) && one.processor.minor == sum(theirs))
                #expect(one.difference.minor == sum(theirs) - sum(ours) && one.isSound == (sum(theirs) == sum(ours)))
            }
        }
    }
}
