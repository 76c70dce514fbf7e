import Web

/// What is paid now, and the way to whoever asks for the card: our processor's own form, on a page of the sandbox or in
/// ours.
package struct PaymentPage: PageModel {
    /// Where the processor's script draws its form.
    package struct CardForm: PageModel {
        package let publishableKey: String
        package let clientSecret: String
        package let returnURL: String
        package let language: String
        package let button: String
        package let errorText: String
        package let script: String

        package func child(named field: String) -> Any? {
            switch field {
            case "publishable_key": publishableKey
            case "client_secret": clientSecret
            case "return_url": returnURL
            case "language": language
            case "button": button
            case "error_text": errorText
            case "script": script
            default: nil
            }
        }
    }

    package let hold: CheckoutPage.Hold?
    package let notices: [Notice]
    package let amount: String
    /// Due at the property; nil where nothing is.
    package let rest: String?
    package let chargedText: String
    package let stay: StaySummary
    /// To the sandbox's own page.
    package let way: Link?
    package let card: CardForm?
    /// How to pay, where somebody is signed in.
    package let choice: CardChoicePart?
    package let sandboxText: String?
    /// Another payment in place of one that came to nothing.
    package let again: FormTarget?
    package let cancel: FormTarget?
    package let actions: [Link]

    static let template = "pages/payment"

    package func child(named field: String) -> Any? {
        switch field {
        case "hold": present(hold)
        case "notices": notices
        case "amount": amount
        case "rest": present(rest)
        case "charged_text": chargedText
        case "stay": stay
        case "way": present(way)
        case "card": present(card)
        case "choice": present(choice)
        case "sandbox_text": present(sandboxText)
        case "again": present(again)
        case "cancel": present(cancel)
        case "actions": actions
        default: nil
        }
    }
}
