import Tenancy
import Vocabulary
import Web

/// A legal page in one language, and what was left out of what was sent.
struct PageAnswer: JSONWritable {
    static let schema = Schema.object(
        "LegalPage",
        [
            .init("kind", .choice(PageKind.allCases.map(\.rawValue))), .init("locale", .text), .init("title", .text),
            .init("body", .text), .init("mark", .text), .init("removed", .array(.text)),
            .init("unwrapped", .array(.text)),
        ], closed: true)

    private let written: WrittenPage
    private let locale: LocaleTag
    private let removed: [String]
    private let unwrapped: [String]

    init(_ written: WrittenPage, _ locale: LocaleTag) {
        self.written = written
        self.locale = locale
        (removed, unwrapped) = ([], [])
    }

    init(_ input: PageTextInput, _ locale: LocaleTag) {
        let source = input.source
        written = WrittenPage(
            input.kind, locale, source: source, seen: PageDesk.mark(of: source), title: input.title)
        self.locale = locale
        removed = input.body.removed.sorted()
        unwrapped = input.body.unwrapped.sorted()
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("kind", written.kind.rawValue)
            $0.member("locale", locale)
            $0.member("title", written.title)
            $0.member("body", written.body)
            $0.member("mark", written.seen)
            $0.member("removed", removed)
            $0.member("unwrapped", unwrapped)
        }
    }
}

/// How far each page is in each language of the site.
struct PageStateAnswer: JSONWritable {
    static let schema = Schema.object(
        "LegalPages",
        [
            .init(
                "data",
                .array(
                    .object(
                        nil,
                        [
                            .init("kind", .choice(PageKind.allCases.map(\.rawValue))), .init("locale", .text),
                            .init("state", .choice(SiteReadiness.PageState.allCases.map(\.rawValue))),
                            .init("is_needed", .boolean),
                        ], closed: true)))
        ], closed: true)

    let definition: TenantDefinition

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data",
                array: { json in
                    for kind in PageKind.allCases {
                        for locale in definition.locales {
                            json.object {
                                $0.member("kind", kind.rawValue)
                                $0.member("locale", locale)
                                $0.member("state", SiteReadiness.state(of: kind, in: locale, definition).rawValue)
                                $0.member("is_needed", SiteReadiness.neededPages.contains(kind))
                            }
                        }
                    }
                })
        }
    }
}

/// When a page's text changed.
struct PageVersionsAnswer: JSONWritable {
    static let schema = Schema.object(
        "LegalPageVersions",
        [
            .init(
                "data",
                .array(
                    .object(
                        nil,
                        [
                            .init("version", .count), .init("actor", .text), .init("created_at", .instant),
                            .init("characters", .nullable(.count)),
                        ], closed: true)))
        ], closed: true)

    let versions: [PageDesk.Version]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data",
                array: { json in
                    for version in versions {
                        json.object {
                            $0.member("version", version.number)
                            $0.member("actor", version.actor)
                            $0.member("created_at", version.createdAt)
                            $0.member("characters", version.charactersCount)
                        }
                    }
                })
        }
    }
}
