import Foundation
import Tenancy
package import Web

/// A claimed host as its people look at it: how far it is, which records to copy, and what the last check saw.
package struct DomainAnswer: Sendable, JSONWritable {
    let claim: DomainClaim
    let records: DomainRecords

    init(_ claim: DomainClaim, _ targets: DomainTargets) {
        self.claim = claim
        records = DomainRecords(of: claim, targets: targets)
    }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", claim.id)
            json.member("host", claim.host.ascii)
            json.member("host_unicode", claim.host.unicode)
            json.member("is_primary", claim.isPrimary)
            json.member("ownership", object: ownership)
            json.member("routing", claim.routing.rawValue)
            json.member("certificate", claim.certificate.rawValue)
            json.member(
                "records", array: { json in for record in records.records { json.object { Self.write(record, &$0) } } })
            json.member(
                "file",
                object: {
                    $0.member("path", records.filePath)
                    $0.member("content", records.fileContent)
                })
            json.member("is_apex", records.isApex)
            json.member("counterpart", records.counterpart?.ascii)
            json.member(
                "checks", array: { json in for finding in claim.findings { json.object { Self.write(finding, &$0) } } })
            json.member("checked_at", claim.checkedAt)
            json.member("next_check_at", claim.nextCheckAt)
            json.member("created_at", claim.createdAt)
        }
    }

    private func ownership(_ json: inout JSONWriter) {
        let since: Date? = if case .failing(let since) = claim.ownership { since } else { nil }
        let lostAt: Date? = if case .lost(let at) = claim.ownership { at } else { nil }
        json.member("state", claim.ownership.text)
        json.member("method", claim.method?.rawValue)
        json.member("verified_at", claim.verifiedAt)
        json.member("failing_since", since)
        json.member("loses_at", claim.losesAt)
        json.member("lost_at", lostAt)
    }

    private static func write(_ record: DomainRecords.Record, _ json: inout JSONWriter) {
        json.member("type", record.type)
        json.member("name", record.name)
        json.member("value", record.value)
        json.member("purpose", record.purpose.rawValue)
    }

    private static func write(_ finding: DomainFinding, _ json: inout JSONWriter) {
        json.member("kind", finding.kind.rawValue)
        json.member("verdict", finding.verdict.rawValue)
        json.member("place", finding.place)
        json.member("expected", finding.expected)
        json.member("found", finding.found)
        json.member("reason", finding.reason?.rawValue)
    }
}

/// All hosts of a partner.
struct DomainListAnswer: JSONWritable {
    let overview: DomainOverview
    let targets: DomainTargets

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data", array: { json in for claim in overview.claims { json.value(DomainAnswer(claim, targets)) } })
            json.member("next_cursor", nil as String?)
            json.member(
                "declared",
                array: { json in
                    for declared in overview.declared {
                        json.object {
                            $0.member("host", declared.host.ascii)
                            $0.member("host_unicode", declared.host.unicode)
                            $0.member("is_primary", declared.isPrimary)
                        }
                    }
                })
        }
    }
}
