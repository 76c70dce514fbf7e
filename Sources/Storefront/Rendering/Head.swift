package import Web

/// What search engines, browsers and link previews read of a page.
package struct Head: PageModel {
    /// The same page in another language. `x-default` is one of them.
    package struct Alternate: PageModel {
        package let language: String
        package let url: String

        package init(language: String, url: String) {
            self.language = language
            self.url = url
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "language": language
            case "url": url
            default: nil
            }
        }
    }

    package let title: String
    package let description: String?
    package let canonical: String?
    package let alternates: [Alternate]
    package let image: String?
    package let themeLight: String
    package let themeDark: String
    package let noindex: Bool
    package let structured: StructuredData

    package init(
        title: String, description: String? = nil, canonical: String? = nil, alternates: [Alternate] = [],
        image: String? = nil, themeLight: String, themeDark: String, noindex: Bool = false,
        structured: StructuredData = StructuredData()
    ) {
        self.title = title
        self.description = description
        self.canonical = canonical
        self.alternates = alternates
        self.image = image
        self.themeLight = themeLight
        self.themeDark = themeDark
        self.noindex = noindex
        self.structured = structured
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "description": present(description)
        case "canonical": present(canonical)
        case "alternates": alternates
        case "image": present(image)
        case "theme_light": themeLight
        case "theme_dark": themeDark
        case "noindex": noindex
        case "structured": structured.html
        default: nil
        }
    }
}
