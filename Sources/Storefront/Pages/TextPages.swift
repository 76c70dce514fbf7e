package import Web

/// A text of the partner's: terms, privacy, imprint.
package struct LegalPage: PageModel {
    package let title: String
    package let updated: String?
    /// Markdown of the tenant's folder, rendered and cleaned.
    package let body: SafeHTML

    package init(title: String, updated: String?, body: SafeHTML) {
        self.title = title
        self.updated = updated
        self.body = body
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "updated": present(updated)
        case "body": body
        default: nil
        }
    }
}

/// The choice about cookies, kind by kind, changeable at any time.
package struct CookiesPage: PageModel {
    package let form: FormTarget
    package let measurement: Bool
    package let affiliate: Bool
    package let saved: Bool

    package init(form: FormTarget, measurement: Bool, affiliate: Bool, saved: Bool = false) {
        self.form = form
        self.measurement = measurement
        self.affiliate = affiliate
        self.saved = saved
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "measurement": measurement
        case "affiliate": affiliate
        case "saved": saved
        default: nil
        }
    }
}

/// Something went wrong, said in brand with a way on: 403, 404, 500, 503, suspended, maintenance.
package struct FailurePage: PageModel {
    /// `404`; nil where a number would not help.
    package let status: String?
    package let title: String
    package let text: String
    package let requestID: String?
    package let actions: [Link]

    package init(status: String?, title: String, text: String, requestID: String?, actions: [Link]) {
        self.status = status
        self.title = title
        self.text = text
        self.requestID = requestID
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "status": present(status)
        case "title": title
        case "text": text
        case "request_id": present(requestID)
        case "actions": actions
        default: nil
        }
    }
}

/// The platform's own front page: which sites this installation serves.
package struct PlatformPage: PageModel {
    package struct Row: PageModel {
        package let brand: String
        package let mode: String
        package let locales: String
        package let currency: String
        package let url: String

        package init(brand: String, mode: String, locales: String, currency: String, url: String) {
            self.brand = brand
            self.mode = mode
            self.locales = locales
            self.currency = currency
            self.url = url
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "brand": brand
            case "mode": mode
            case "locales": locales
            case "currency": currency
            case "url": url
            default: nil
            }
        }
    }

    package let language: String
    package let stylesheets: [String]
    package let favicon: String
    package let rows: [Row]
    private let words: PageWords

    package init(language: String, stylesheets: [String], favicon: String, rows: [Row], text: any PageText) {
        self.language = language
        self.stylesheets = stylesheets
        self.favicon = favicon
        self.rows = rows
        self.words = PageWords(text)
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "language": language
        case "stylesheets": stylesheets
        case "favicon": favicon
        case "rows": rows
        case "has_rows": !rows.isEmpty
        default: words.child(named: field)
        }
    }
}
