import Foundation
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// What went wrong, said in the partner's brand with a way on.
struct FailurePages: Sendable {
    let parts: StorefrontParts

    /// Nil when the page itself can not be drawn.
    func draw(_ sight: ErrorPage.Sight) -> Answer? {
        guard let profile = sight.profile else { return plain(sight) }
        let frame = SiteFrame(
            parts: parts, profile: profile, words: profile.translator(sight.words.locale),
            display: profile.defaultCurrency, base: nil)
        let problem = sight.problem
        let title = sight.words.title(of: problem)
        let page = FailurePage(
            status: problem.isAboutSite ? nil : String(problem.status), title: title,
            text: text(sight), requestID: problem.status >= 500 ? sight.requestID : nil,
            actions: actions(sight, frame))
        do {
            let document = Document(
                site: try frame.site(
                    here: "", consent: nil, impersonation: frame.impersonation(of: sight.caller, end: nil)),
                head: frame.head(PageSheet(title, here: "", isHidden: true)), page: page,
                text: TranslatedText(words: frame.words))
            return .html(try parts.templates.render(.failure, document))
        } catch {
            return nil
        }
    }

    /// With each fault and the name of its field, for what no form of ours shows beside one.
    private func text(_ sight: ErrorPage.Sight) -> String {
        let faults = sight.problem.faults.map { fault in
            "\(fault.pointer.drop { "/?".contains($0) }): \(sight.words.detail(of: fault))"
        }
        return ([sight.words.detail(of: sight.problem) ?? ""] + faults).joined(separator: "\n")
    }

    private func plain(_ sight: ErrorPage.Sight) -> Answer? {
        let page = NobodysPage(
            language: sight.words.locale.description, direction: sight.words.locale.direction.rawValue,
            title: sight.words.title(of: sight.problem), text: sight.words.detail(of: sight.problem) ?? "")
        return (try? parts.templates.render(NobodysPage.template, page)).map { .html($0) }
    }

    private func actions(_ sight: ErrorPage.Sight, _ frame: SiteFrame) -> [Link] {
        let problem = sight.problem
        var links: [Link] = []
        if problem.isWorthRetrying { links.append(Link(frame.words("failure.retry"), sight.path)) }
        if !problem.isAboutSite { links.append(Link(frame.words("failure.to_home"), frame.paths.home)) }
        let mail = frame.profile.definition.support.mail
        if !mail.isEmpty { links.append(Link(frame.words("failure.to_support"), "mailto:\(mail)")) }
        return links
    }
}

extension Problem {
    /// Suspended, archived, under maintenance: a number would not help, nor would the front page.
    fileprivate var isAboutSite: Bool { code.hasPrefix("tenant.") }

    fileprivate var isWorthRetrying: Bool { status == 503 && (retryAfterSeconds != nil || !isAboutSite) }
}
