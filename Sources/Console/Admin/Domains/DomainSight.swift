import Foundation
import Localization
import Tenancy
import Vocabulary
import Web

/// How a claimed host looks on the console.
struct DomainSight: Sendable {
    let claim: DomainClaim
    let seat: Seat

    init(_ claim: DomainClaim, _ seat: Seat) {
        self.claim = claim
        self.seat = seat
    }

    var path: String { "/admin/domains/\(claim.id.text)" }
    var name: String { claim.host.unicode }

    var ownership: Cell {
        let tone: Cell.Tone =
            switch claim.ownership {
            case .verified: .good
            case .pending, .failing: .warn
            case .lost: .bad
            }
        return .state(seat.t("console.domains.ownership_\(claim.ownership.text)"), tone)
    }

    var routing: Cell {
        .state(
            seat.t("console.domains.routing_\(claim.routing.rawValue)"),
            claim.routing == .here ? .good : claim.routing == .elsewhere ? .bad : .plain)
    }

    var certificate: Cell {
        .state(
            seat.t("console.domains.certificate_\(claim.certificate.rawValue)"),
            claim.certificate == .valid ? .good : claim.certificate == .refused ? .bad : .plain)
    }

    /// What is copied to where the domain is kept.
    var recordsTable: Block {
        let records = DomainRecords(of: claim, targets: seat.parts.domains.targets).records
        let heading = seat.t("console.domains.records", ["host": .text(name)])
        return .table(
            [
                seat.t("console.domains.record_purpose"), seat.t("console.domains.record_type"),
                seat.t("console.domains.record_name"), seat.t("console.domains.record_value"),
            ],
            records.map { record in
                [
                    Cell(seat.t("console.domains.purpose_\(record.purpose.rawValue)")), .code(record.type),
                    .code(record.name), .code(record.value),
                ]
            }, heading: heading, caption: heading)
    }

    var findings: Block? {
        guard !claim.findings.isEmpty else { return nil }
        let heading = seat.t("console.domains.findings")
        return .table(
            [
                seat.t("console.domains.place"), seat.t("console.domains.verdict"),
                seat.t("console.domains.expected"), seat.t("console.domains.found"),
            ],
            claim.findings.map { finding in
                [
                    .code(finding.place),
                    .state(
                        seat.t("console.domains.verdict_\(finding.verdict.rawValue)"),
                        finding.verdict == .right ? .good : finding.verdict == .wrong ? .bad : .plain),
                    .code(finding.expected.joined(separator: " ")),
                    finding.found.isEmpty
                        ? Cell(seat.t("console.domains.nothing")) : .code(finding.found.joined(separator: " ")),
                ]
            }, heading: heading, caption: heading)
    }
}
