import Foundation
import HTTPTypes
import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// One browser on one page: whose site, in which words, at which moment.
struct Visit: Sendable {
    let parts: StorefrontParts
    let context: VisitorContext
    private(set) var frame: SiteFrame
    let now: Date

    init(_ context: VisitorContext, _ parts: StorefrontParts, trial: Trial? = nil) {
        self.parts = parts
        self.context = context
        now = context.clock.now()
        frame = SiteFrame(
            parts: parts, profile: context.profile, words: context.translator,
            display: DisplayCurrency.chosen(context.arrival.cookie(DisplayCurrency.cookieName), context.profile),
            base: context.arrival.base(of: context.profile.definition), trial: trial)
    }

    /// The same page in a frame of the console's, with a line above it; on a visitor's own page nothing is said.
    func noting(_ note: String) -> Visit {
        var copy = self
        copy.frame.trial?.note = note
        return copy
    }

    var profile: TenantProfile { context.profile }
    var locale: LocaleTag { context.locale }
    var words: Translator { frame.words }
    var formats: Formats { frame.words.formats }
    var paths: SitePaths { frame.paths }
    var scope: TenantScope { context.scope }
    var seller: SellerTerms { SellerTerms(profile.definition.billing, takesPayments: profile.takesPayments) }
    var homeRegion: String { profile.definition.legal.country }

    /// The partner's own day.
    var today: CalendarDate {
        (try? Deadline(instant: now, zone: profile.definition.timeZone))?.date ?? Self.day(of: now)
    }

    /// The day that is still on somewhere in the world: no property refuses it as past.
    var earliestDay: CalendarDate { Self.day(of: now - Self.lastZoneSeconds) }

    /// The last zone to change the date is twelve hours behind.
    private static let lastZoneSeconds: TimeInterval = 12 * 3600

    private static func day(of instant: Date) -> CalendarDate {
        CalendarDate(daysSinceEpoch: Int((instant.timeIntervalSince1970 / 86_400).rounded(.down)))
    }

    /// The hidden fields that every form carries, before those of its own.
    func hidden(_ fields: [(name: String, value: String)] = []) -> [(name: String, value: String)] {
        [(RequestContent.csrfField, context.formToken)] + fields
    }

    /// Those of a form whose effect must happen once.
    func hiddenOnce(_ fields: [(name: String, value: String)] = []) -> [(name: String, value: String)] {
        hidden([(RequestContent.idempotencyField, context.newIdempotencyKey())] + fields)
    }

    func fault(_ fault: Problem.Fault) -> String { ProblemWords(words).detail(of: fault) }

    func page(
        _ template: StorefrontTemplate, _ page: any PageModel, _ sheet: PageSheet, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        try self.page(named: template.rawValue, page, sheet, status: status)
    }

    func page(
        named template: String, _ page: any PageModel, _ sheet: PageSheet, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let document = Document(
            site: try frame.site(
                here: sheet.here, consent: consent(here: sheet.here), preview: context.preview,
                account: frame.trial == nil ? accountMenu : nil,
                signInURL: frame.trial == nil ? signInURL(from: sheet.here) : paths.signIn,
                impersonation: frame.trial == nil
                    ? frame.impersonation(of: context.arrival.caller, end: signOutTarget) : nil),
            head: frame.head(sheet),
            page: page, text: TranslatedText(words: words))
        var answer = Answer.html(try parts.templates.render(template, document), status: status)
        answer.headers[.contentLanguage] = locale.description
        return answer
    }

    private func consent(here: String) -> ConsentForm? {
        guard frame.trial == nil, !profile.definition.consent.isEmpty, Consent(of: context.arrival) == nil else {
            return nil
        }
        return ConsentForm(
            form: FormTarget(paths.cookies, hidden: hidden([("to", paths.home + here)])), preferencesURL: paths.cookies)
    }
}
