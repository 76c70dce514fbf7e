import Web

/// How the partner's people are reached. Shown in the footer, on error pages and on confirmations.
package struct Support: PageModel {
    package let mail: String?
    package let phone: String?
    /// E.164, for the `tel:` link.
    package let phoneNumber: String?
    /// Opening hours with their zone, in words.
    package let hours: String?

    package init(mail: String?, phone: String?, phoneNumber: String?, hours: String?) {
        self.mail = mail
        self.phone = phone
        self.phoneNumber = phoneNumber
        self.hours = hours
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "mail": present(mail)
        case "phone": present(phone)
        case "phone_number": present(phoneNumber)
        case "hours": present(hours)
        default: nil
        }
    }
}

/// Who stands behind the site, and the texts that the law asks for.
package struct LegalNotice: PageModel {
    package let company: String?
    package let address: String?
    /// Terms, privacy, cookies, imprint, accessibility: those that the partner has written.
    package let pages: [Link]

    package init(company: String?, address: String?, pages: [Link]) {
        self.company = company
        self.address = address
        self.pages = pages
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "company": present(company)
        case "address": present(address)
        case "pages": pages
        default: nil
        }
    }
}
