package import Web

/// The proof that the room is theirs. Prints on one sheet.
package struct ConfirmationPage: PageModel {
    package let reference: String
    /// `We have sent the details to …`
    package let sentText: String
    package let stay: StaySummary
    package let travellers: [String]
    package let contact: [Fact]
    package let paymentText: String
    package let actions: [Link]

    package init(
        reference: String, sentText: String, stay: StaySummary, travellers: [String], contact: [Fact],
        paymentText: String, actions: [Link]
    ) {
        self.reference = reference
        self.sentText = sentText
        self.stay = stay
        self.travellers = travellers
        self.contact = contact
        self.paymentText = paymentText
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "reference": reference
        case "sent_text": sentText
        case "stay": stay
        case "travellers": travellers
        case "contact": contact
        case "payment_text": paymentText
        case "actions": actions
        default: nil
        }
    }
}
