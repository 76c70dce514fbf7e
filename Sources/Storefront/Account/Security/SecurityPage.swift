import Web

/// How an account is signed in to: its password, its second factor, and the devices that are signed in now.
struct SecurityPage: PageModel {
    struct Row: PageModel {
        let name: String
        let facts: [Fact]
        /// Nil for the device that is looking.
        let end: FormTarget?

        func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "facts": facts
            case "end": present(end)
            case "is_this": end == nil
            default: nil
            }
        }
    }

    /// Accounts elsewhere that sign in here.
    struct Ways: PageModel {
        let rows: [Row]
        /// Providers that are not linked yet.
        let others: [Link]

        func child(named field: String) -> Any? {
            switch field {
            case "rows": rows
            case "has_rows": !rows.isEmpty
            case "others": others
            case "has_others": !others.isEmpty
            default: nil
            }
        }
    }

    static let template = "pages/security"

    let menu: [Link]
    let notices: [Notice]
    let passwordURL: String
    let factorURL: String
    let hasFactor: Bool
    /// Nil where the site has none.
    let ways: Ways?
    let devices: [Row]
    /// Nil where there are no others.
    let endOthers: FormTarget?

    func child(named field: String) -> Any? {
        switch field {
        case "has_menu": true
        case "menu": menu
        case "notices": notices
        case "password_url": passwordURL
        case "factor_url": factorURL
        case "has_factor": hasFactor
        case "ways": present(ways)
        case "devices": devices
        case "end_others": present(endOthers)
        default: nil
        }
    }
}
