import Web

/// What a stay costs and what the sum is made of. All amounts are written out for the page's locale.
package struct PriceView: PageModel {
    package let total: String
    /// `for 3 nights, 2 guests`: what the total is for.
    package let basis: String
    package let base: String
    package let taxes: String
    package let fees: String
    package let dueNow: String
    package let dueAtProperty: String
    /// Amount of each night, in order.
    package let nights: [Fact]
    /// The total in the currency the visitor thinks in: `≈ $123.40`.
    package let approximation: String?
    /// Whose rate of which day that is, or why there is none.
    package let approximationNote: String?

    package init(
        total: String, basis: String, base: String, taxes: String, fees: String, dueNow: String,
        dueAtProperty: String, nights: [Fact] = [], approximation: String? = nil,
        approximationNote: String? = nil
    ) {
        self.total = total
        self.basis = basis
        self.base = base
        self.taxes = taxes
        self.fees = fees
        self.dueNow = dueNow
        self.dueAtProperty = dueAtProperty
        self.nights = nights
        self.approximation = approximation
        self.approximationNote = approximationNote
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "total": total
        case "basis": basis
        case "base": base
        case "taxes": taxes
        case "fees": fees
        case "due_now": dueNow
        case "due_at_property": dueAtProperty
        case "nights": nights
        case "has_nights": !nights.isEmpty
        case "approximation": present(approximation)
        case "approximation_note": present(approximationNote)
        default: nil
        }
    }
}

/// Until when, and at what cost, a stay can be given back.
package struct CancellationTerms: PageModel {
    package let refundable: Bool
    /// `Free cancellation until 3 May, 18:00 (Paris time)`.
    package let headline: String
    /// One sentence a window.
    package let windows: [String]

    package init(refundable: Bool, headline: String, windows: [String] = []) {
        self.refundable = refundable
        self.headline = headline
        self.windows = windows
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "refundable": refundable
        case "headline": headline
        case "windows": windows
        case "has_windows": !windows.isEmpty
        default: nil
        }
    }
}
