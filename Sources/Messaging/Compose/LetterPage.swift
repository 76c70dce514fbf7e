import Tenancy
import Vocabulary
import Web

/// What the HTML template of a letter may name.
struct LetterPage: PageModel {
    let content: LetterContent
    let site: LetterSite
    let locale: LocaleTag
    let isRightToLeft: Bool
    let plainLinkHint: String

    func child(named field: String) -> Any? {
        switch field {
        case "subject": content.subject
        case "heading": content.heading
        case "language": locale.description
        case "direction": isRightToLeft ? "rtl" : "ltr"
        case "start": isRightToLeft ? "right" : "left"
        case "brand": site.name(locale)
        case "home": site.url("/\(locale)")
        case "logo": site.logoURL
        case "hint": plainLinkHint
        case "blocks": content.blocks.map { LetterBlock(block: $0) }
        case "footer": content.footer.map { LetterLine(text: $0) }
        case "unsubscribe": present(content.unsubscribe.map { LetterLink(label: $0.label, url: $0.url) })
        default: colour(field)
        }
    }

    /// The light palette: mail programs make their own dark one. Colours are values of our own writing.
    private func colour(_ field: String) -> Any? {
        let palette = site.profile.branding.light
        return switch field {
        case "background": palette[.background].description
        case "surface": palette[.surface].description
        case "ink": palette[.text].description
        case "muted": palette[.textMuted].description
        case "accent": palette[.accent].description
        case "on_accent": palette[.accentText].description
        case "link": palette[.link].description
        case "hairline": palette[.hairline].description
        default: nil
        }
    }
}

private struct LetterBlock: PageModel {
    let block: LetterContent.Block

    func child(named field: String) -> Any? {
        switch (field, block) {
        case ("paragraph", .paragraph(let text)), ("aside", .aside(let text)): LetterLine(text: text)
        case ("button", .button(let label, let url)): LetterLink(label: label, url: url)
        case ("table", .facts(let facts)): LetterTable(facts: facts)
        case ("paragraph", _), ("aside", _), ("button", _), ("table", _): Absent()
        default: nil
        }
    }
}

private struct LetterLine: PageModel {
    let text: String
    func child(named field: String) -> Any? { field == "text" ? text : nil }
}

private struct LetterLink: PageModel {
    let label: String
    let url: String

    func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "url": url
        default: nil
        }
    }
}

private struct LetterTable: PageModel {
    let facts: [LetterContent.Fact]
    func child(named field: String) -> Any? { field == "facts" ? facts.map { LetterFact(fact: $0) } : nil }
}

private struct LetterFact: PageModel {
    let fact: LetterContent.Fact

    func child(named field: String) -> Any? {
        switch field {
        case "label": fact.label
        case "value": fact.value
        default: nil
        }
    }
}
