import Web

/// What a traveller is handed of a booking: its papers, each a file, and a press that sends all of them by mail.
package struct PaperLinks: PageModel {
    package let links: [Link]
    package let resend: FormTarget

    package init(links: [Link], resend: FormTarget) {
        self.links = links
        self.resend = resend
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "links": links
        case "resend": resend
        default: nil
        }
    }
}
