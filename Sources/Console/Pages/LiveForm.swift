/// What a form says to whoever types in it, before it is sent, where a script keeps it up to date; without one it says
/// the same after it was sent.
struct LiveForm: Sendable {
    /// That what was typed is kept, and since when; nil where nothing is.
    let kept: String?
    /// Leads to where it can be given up.
    let discard: Link
    /// What would mend the faults at its head.
    let offersTitle: String
    let offers: [Fact]
    /// Words of the script's own, for what no answer of ours can say.
    let waiting: String
    let away: String

    var sheet: Sheet {
        [
            "kept": kept, "discard": discard.sheet, "offers_title": offersTitle, "offers": offers.map(\.sheet),
            "has_offers": !offers.isEmpty, "waiting": waiting, "away": away,
        ]
    }
}
