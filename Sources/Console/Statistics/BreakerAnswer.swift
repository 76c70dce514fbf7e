import Breakers
import Web

/// A breaker before an outside service, as operators read it.
struct BreakerAnswer: JSONWritable {
    static let schema = Schema.object(
        "Breaker",
        [
            .init("name", .text.annotated("`smtp`, `oidc:<tenant>:<provider>`.")),
            .init("phase", .choice(["closed", "open", "half_open"])),
            .init("is_shared", .boolean.annotated("False: seen by the one process that answers; there is no Redis.")),
            .init("succeeded", .count), .init("failed", .count), .init("abandoned", .count),
            .init("refused", .count.annotated("Calls that did not go out, because it was open.")),
            .init("fallbacks", .count.annotated("Of those, the ones that something kept stood in for.")),
            .init("opened", .count),
        ], closed: true)

    let seen: BreakerStatistics

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("name", seen.name)
            $0.member("phase", seen.phase.rawValue)
            $0.member("is_shared", seen.isShared)
            $0.member("succeeded", seen.succeeded)
            $0.member("failed", seen.failed)
            $0.member("abandoned", seen.abandoned)
            $0.member("refused", seen.refused)
            $0.member("fallbacks", seen.fallbacks)
            $0.member("opened", seen.opened)
        }
    }
}
