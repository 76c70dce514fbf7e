import Tenancy
import Web

/// The shapes of what is told about domains.
enum DomainSchema {
    static let domain = Schema.object(
        "Domain",
        [
            .init("id", .uuid), .init("host", .text), .init("host_unicode", .text), .init("is_primary", .boolean),
            .init("ownership", ownership),
            .init("routing", .choice(["unknown", "here", "elsewhere"])),
            .init("certificate", .choice(["unknown", "valid", "refused"])),
            .init("records", .array(record).annotated("To copy to where the domain's DNS is kept.")),
            .init(
                "file",
                .object(nil, [.init("path", .text), .init("content", .text)], closed: true)
                    .annotated("Instead of the TXT record: served by the host over http.")),
            .init("is_apex", .boolean),
            .init("counterpart", .nullable(.text).annotated("The name to claim beside it: visitors type either.")),
            .init("checks", .array(finding)), .init("checked_at", .nullable(.instant)),
            .init("next_check_at", .nullable(.instant)), .init("created_at", .instant),
        ], closed: true)

    static let list = Schema.object(
        "Domains",
        [
            .init("data", .array(domain)), .init("next_cursor", .nullable(.text)),
            .init(
                "declared",
                .array(
                    .object(
                        nil, [.init("host", .text), .init("host_unicode", .text), .init("is_primary", .boolean)],
                        closed: true)
                ).annotated("Hosts of the partner's folder, which the operator vouches for.")),
        ], closed: true)

    private static let ownership = Schema.object(
        "DomainOwnership",
        [
            .init("state", .choice(["pending", "verified", "failing", "lost"])),
            .init("method", .nullable(.choice(["dns", "http"]))), .init("verified_at", .nullable(.instant)),
            .init("failing_since", .nullable(.instant)),
            .init("loses_at", .nullable(.instant).annotated("When it is lost, unless it is proved before.")),
            .init("lost_at", .nullable(.instant)),
        ], closed: true)

    private static let record = Schema.object(
        "DomainRecord",
        [
            .init("type", .choice(["TXT", "CNAME", "ALIAS", "A", "AAAA"])), .init("name", .text), .init("value", .text),
            .init("purpose", .choice(["ownership", "routing"])),
        ], closed: true)

    private static let finding = Schema.object(
        "DomainCheck",
        [
            .init("kind", .choice(["dns", "http", "routing", "certificate"])),
            .init("verdict", .choice(["right", "wrong", "undecided"])), .init("place", .text),
            .init("expected", .array(.text)), .init("found", .array(.text)),
            .init("reason", .nullable(.choice(DomainFinding.Reason.allCases.map(\.rawValue)))),
        ], closed: true)
}
