import HTTPTypes
import Tenancy
import Vocabulary
import Web

extension ConsoleFeature {
    /// A host that was proved by a file and then moved to us goes on proving itself: we serve the file. Not for a host
    /// that is only claimed, since whoever leads a name here has not said for which of our partners.
    var challengeRoutes: [Route] {
        [
            Route(
                .get, "/.well-known/travelhub-challenge/{token}", .anyone, "The proof that this host is the site's own",
                gives: [.other("text/plain", "The token itself.")], refuses: [.init(404, "domain.unknown")],
                options: RouteOptions(isOpenWhenClosed: true)
            ) { (input: ChallengeInput, context: TenantContext) in
                let isOurs = try await domains.owns(context.arrival.host, token: input.token, context.tenant)
                guard isOurs else { throw DomainError.unknown.problem }
                return .bytes(Array(input.token.utf8), type: "text/plain; charset=utf-8", cache: .never)
            }
        ]
    }
}
