/// How the price of one room for one night comes about, step by step, in minor units.
package struct NightSteps: Hashable, Sendable {
    /// Of the plan that this one follows, for the guests that it includes.
    package let rateMinor: Int
    /// What the plan's own rule adds to that or takes off; never more than there is.
    package let derivedMinor: Int
    /// For guests beyond those included.
    package let supplementMinor: Int
    /// The seller's addition, with what rounding takes or adds.
    package let markupMinor: Int

    package init(rateMinor: Int, derivedMinor: Int, supplementMinor: Int, markupMinor: Int) {
        self.rateMinor = rateMinor
        self.derivedMinor = derivedMinor
        self.supplementMinor = supplementMinor
        self.markupMinor = markupMinor
    }

    /// What the property asks for.
    package var netMinor: Int { rateMinor + derivedMinor + supplementMinor }
    package var amountMinor: Int { netMinor + markupMinor }
}
