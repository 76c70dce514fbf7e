import Web

/// What the head of every page says to who is signed in: their name, and the ways to what is theirs.
package struct AccountMenu: PageModel {
    package let label: String
    package let links: [Link]
    package let signOut: FormTarget

    package init(label: String, links: [Link], signOut: FormTarget) {
        self.label = label
        self.links = links
        self.signOut = signOut
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "links": links
        case "sign_out": signOut
        default: nil
        }
    }
}

/// What stands over every page, on paper too, while an operator acts as somebody.
package struct ImpersonationBanner: PageModel {
    package let text: String
    /// Nil on a page that no form can be sent from; `endURL` leads to one.
    package let end: FormTarget?
    package let endURL: String?

    package init(text: String, end: FormTarget?, endURL: String?) {
        self.text = text
        self.end = end
        self.endURL = endURL
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "text": text
        case "end": present(end)
        case "end_url": present(endURL)
        default: nil
        }
    }
}
