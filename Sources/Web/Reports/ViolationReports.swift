import HTTPTypes
import Logging
import Metrics
import NIOCore
import Vocabulary

/// Where browsers tell that a page broke its own Content-Security-Policy: a mistake of ours, or somebody's script.
///
/// Counted by directive. Of the report only the directive and the blocked site are looked at; the page's address,
/// which may name a booking, is neither kept nor logged.
package struct ViolationReports: Sendable {
    package static let path = "/csp-reports"
    /// The name in `report-to` and `Reporting-Endpoints`.
    package static let endpoint = "csp"
    /// Reports of one request that are looked at; browsers send a handful.
    static let reportsMax = 20
    static let bodyBytesMax = 32 * 1024
    static let counterName = "http_server_csp_violations"

    /// `report-uri` of CSP 2, and the Reporting API.
    static let mediaTypes = ["application/csp-report", "application/reports+json"]

    private let log: DampenedLog

    package init(log: DampenedLog = DampenedLog()) { self.log = log }

    package func routes() -> RouteGroup {
        let options = RouteOptions(
            bodyBytesMax: Self.bodyBytesMax, secondsMax: nil, tag: "reports", isOpenWhenClosed: true,
            byteTypes: Self.mediaTypes)
        let summary = "A browser's report that a page broke its security policy"
        return RouteGroup(
            "reports",
            [
                Route(.post, PathTemplate(Self.path), .anyone, summary, gives: [.noContent], options: options) {
                    (_: NoInput, context: ReportContext) in try take(context.arrival)
                },
                Route(.post, PathTemplate(Self.path), .anyone, summary, gives: [.noContent], options: options) {
                    (_: NoInput, context: PlatformContext) in try take(context.arrival)
                },
            ])
    }

    /// Throws those of `JSONFault`, and `input.invalid` for what is no report.
    private func take(_ arrival: Arrival) throws -> Answer {
        guard let bytes = arrival.content.bytes else { throw InputFaults("", "required").problem }
        let value: InputValue
        do { value = try JSONParser.parse(Array(bytes.readableBytesView)) } catch { throw error.problem }
        let violations = Violation.all(in: value)
        guard !violations.isEmpty else { throw InputFaults("", "type", ["expected": .text("CSP report")]).problem }
        for violation in violations.prefix(Self.reportsMax) {
            Counter(label: Self.counterName, dimensions: [("directive", violation.directive)]).increment()
            log.note("\(violation.directive) \(violation.blocked)", to: arrival.logger) { logger, unsaid in
                logger.warning(
                    "a page broke its security policy",
                    metadata: [
                        "directive": "\(violation.directive)", "blocked": "\(violation.blocked)", "unsaid": "\(unsaid)",
                    ])
            }
        }
        return .noContent
    }
}

/// A request on a tenant's host whose answer needs no site.
package struct ReportContext: RouteContext {
    package static let traits = ContextTraits(host: .tenant, face: .api)

    package let arrival: Arrival

    package init(admitting arrival: Arrival) async throws { self.arrival = arrival }

    package var vary: Vary { [] }
}
