import Web

/// The rooms are held, the names are in: one look at all of it before it is booked.
package struct ReviewPage: PageModel {
    package let form: FormTarget
    package let hold: CheckoutPage.Hold
    package let notices: [Notice]
    package let stay: StaySummary
    package let travellers: [String]
    package let contact: [Fact]
    /// When and where it is paid.
    package let payNote: String
    package let actions: [Link]

    package init(
        form: FormTarget, hold: CheckoutPage.Hold, notices: [Notice] = [], stay: StaySummary, travellers: [String],
        contact: [Fact], payNote: String, actions: [Link]
    ) {
        self.form = form
        self.hold = hold
        self.notices = notices
        self.stay = stay
        self.travellers = travellers
        self.contact = contact
        self.payNote = payNote
        self.actions = actions
    }

    static let template = "pages/review"

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "hold": hold
        case "notices": notices
        case "stay": stay
        case "travellers": travellers
        case "contact": contact
        case "pay_note": payNote
        case "actions": actions
        default: nil
        }
    }
}
