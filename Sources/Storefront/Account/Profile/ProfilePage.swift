import Web

/// What an account says of its holder, with the ways to change it.
struct ProfilePage: PageModel {
    static let template = "pages/profile"

    let menu: [Link]
    let notices: [Notice]
    let errors: ErrorSummary?
    let form: FormTarget
    let name: Field
    let language: SelectField
    let email: String
    let emailURL: String
    let news: FormTarget
    let newsCheck: CheckField

    func child(named field: String) -> Any? {
        switch field {
        case "has_menu": true
        case "menu": menu
        case "notices": notices
        case "errors": present(errors)
        case "form": form
        case "name_field": name
        case "language": language
        case "email": email
        case "email_url": emailURL
        case "news": news
        case "news_check": newsCheck
        default: nil
        }
    }
}
