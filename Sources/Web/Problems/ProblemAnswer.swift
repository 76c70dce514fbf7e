import HTTPTypes
import Logging
import Telemetry
import Tenancy
import Vocabulary

/// Tells whatever went wrong: in the site's words, as a document or as its page, with the request's
/// name and without our insides.
struct ProblemAnswer: Sendable {
    let parts: EdgeParts

    func answer(to error: any Error, _ fields: HTTPFields, _ stage: EdgeStage) async -> Answer {
        if let needed = error as? SignInNeeded { return needed.answer }
        let problem = Problem(telling: error)
        note(error, problem, stage)
        let profile = await profile(stage.tenant)
        let words = words(profile, fields, stage)
        var answer: Answer?
        if stage.wantsPage(fields) {
            answer = parts.errorPage?.draw(
                ErrorPage.Sight(
                    problem: problem, words: words, profile: profile, requestID: stage.requestID,
                    path: String(stage.path)))
            answer?.status = HTTPResponse.Status(code: problem.status)
            answer?.cache = .never
        }
        var told =
            answer
            ?? ProblemDocument(
                problem: problem, words: words, requestID: stage.requestID, instance: String(stage.path)
            ).answer
        told.vary.formUnion([.acceptLanguage, .accept])
        addFields(problem, &told)
        return told
    }

    private func addFields(_ problem: Problem, _ answer: inout Answer) {
        if let seconds = problem.retryAfterSeconds { answer.headers[.retryAfter] = String(seconds) }
        if problem.status == 405, case .list(let methods)? = problem.arguments["allowed"] {
            answer.headers[.allow] = methods.joined(separator: ", ")
        }
        if problem.status == 401 { answer.headers[.wwwAuthenticate] = "Bearer" }
        // The rest of a body that is too large, or of a connection without a clear host, is not read.
        if problem.status == 413 || problem == .hostInvalid { answer.headers[.connection] = "close" }
    }

    /// The site's own words if they can be had; the outage being told may be why they can not.
    private func profile(_ entry: TenantEntry?) async -> TenantProfile? {
        guard let entry else { return nil }
        return try? await parts.tenants.profile(entry)
    }

    private func words(_ profile: TenantProfile?, _ fields: HTTPFields, _ stage: EdgeStage) -> ProblemWords {
        let supported = profile?.definition.locales ?? parts.words.locales
        let locale =
            LocalePath.locale(of: stage.path, supported) ?? fields.preferredLocale(of: supported)
        guard let profile else { return parts.words.words(locale) }
        return ProblemWords(profile.translator(locale))
    }

    private func note(_ error: any Error, _ problem: Problem, _ stage: EdgeStage) {
        ProblemMeter.count(problem.code)
        guard problem.status >= 500 else { return }
        parts.statistics.errors.record(
            error, endpoint: stage.route?.tally.name ?? parts.statistics.unmatched.name, requestID: stage.requestID,
            tenant: stage.tenant?.id.description)
        var logger = stage.logger
        logger[metadataKey: "request_id"] = "\(stage.requestID)"
        if let tenant = stage.tenant { logger[metadataKey: "tenant"] = "\(tenant.id)" }
        let metadata: Logger.Metadata = [
            "code": "\(problem.code)", "route": "\(stage.route?.path.description ?? "-")", "error": "\(error)",
        ]
        if problem.status == 500 {
            logger.error("a request failed", metadata: metadata)
        } else {
            logger.warning("a request was turned away", metadata: metadata)
        }
    }
}
