import Mustache
package import Web

/// The root of every look-up: the page's own fields, and around them the site, the head and the words.
package struct Document: PageModel {
    private let site: Site
    private let head: Head
    private let page: any PageModel
    private let words: PageWords

    package init(site: Site, head: Head, page: any PageModel, text: any PageText) {
        self.site = site
        self.head = head
        self.page = page
        self.words = PageWords(text)
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "site": site
        case "head": head
        default: page.child(named: field) ?? words.child(named: field)
        }
    }
}
