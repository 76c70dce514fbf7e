import Web

/// The proof that the room is theirs. Prints on one sheet.
package struct ConfirmationPage: PageModel {
    package let reference: String
    /// How to find the booking again, with the address it was made with.
    package let keepText: String
    package let stay: StaySummary
    package let travellers: [String]
    package let contact: [Fact]
    package let paymentText: String
    /// Nil on a sample, which nobody has papers of.
    package let papers: PaperLinks?
    package let actions: [Link]

    package init(
        reference: String, keepText: String, stay: StaySummary, travellers: [String], contact: [Fact],
        paymentText: String, papers: PaperLinks? = nil, actions: [Link]
    ) {
        self.reference = reference
        self.keepText = keepText
        self.stay = stay
        self.travellers = travellers
        self.contact = contact
        self.paymentText = paymentText
        self.papers = papers
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "reference": reference
        case "keep_text": keepText
        case "stay": stay
        case "travellers": travellers
        case "contact": contact
        case "payment_text": paymentText
        case "papers": present(papers)
        case "actions": actions
        default: nil
        }
    }
}
