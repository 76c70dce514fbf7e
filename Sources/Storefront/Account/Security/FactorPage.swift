import Web

/// A second factor being turned on: the secret for the authenticator, then the codes for the day it is lost.
struct FactorPage: PageModel {
    static let template = "pages/factor"

    let title: String
    let menu: [Link]
    let notices: [Notice]
    let errors: ErrorSummary?
    /// The secret as a code to scan, and as text; nil once it was shown.
    let qr: SafeHTML?
    let secret: String?
    let address: String?
    let form: FormTarget
    let code: Field
    /// Begins again with another secret.
    let again: FormTarget

    func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "has_menu": true
        case "menu": menu
        case "notices": notices
        case "errors": present(errors)
        case "qr": present(qr)
        case "secret": present(secret)
        case "address": present(address)
        case "form": form
        case "code_field": code
        case "again": again
        default: nil
        }
    }
}

/// The recovery codes, shown once.
struct RecoveryPage: PageModel {
    static let template = "pages/recovery"

    let title: String
    let menu: [Link]
    let codes: [String]
    let account: String
    let doneURL: String

    func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "has_menu": true
        case "menu": menu
        case "codes": codes
        case "account_email": account
        case "done_url": doneURL
        default: nil
        }
    }
}
