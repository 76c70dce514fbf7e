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

    func path(of deed: DomainDeed) -> String { "\(path)/\(deed.rawValue)" }
    func name(of deed: DomainDeed) -> String { seat.t("console.domains.\(deed.word)") }

    func question(_ deed: DomainDeed) -> Question {
        Question(
            title: name(of: deed),
            consequences: [seat.t("console.domains.\(deed.word)_text", ["host": .text(name)])],
            action: path(of: deed), submit: name(of: deed), back: path)
    }

    @Sendable private func t(_ key: String) -> String { seat.t("console.domains.\(key)") }

    var ownership: Cell {
        let tone: Cell.Tone =
            switch claim.ownership {
            case .verified: .good
            case .pending, .failing: .warned
            case .lost: .bad
            }
        return Cell(t("ownership_\(claim.ownership.text)"), tone: tone)
    }

    var routing: Cell {
        Cell(
            t("routing_\(claim.routing.rawValue)"),
            tone: claim.routing == .here ? .good : claim.routing == .elsewhere ? .bad : .plain)
    }

    var certificate: Cell {
        Cell(
            t("certificate_\(claim.certificate.rawValue)"),
            tone: claim.certificate == .valid ? .good : claim.certificate == .refused ? .bad : .plain)
    }

    /// What is copied to where the domain is kept.
    var recordsTable: Table {
        Table(
            caption: seat.t("console.domains.records", ["host": .text(name)]),
            ["record_purpose", "record_type", "record_name", "record_value"].map(t),
            DomainRecords(of: claim, targets: seat.parts.domains.targets).records.map { record in
                [
                    Cell(t("purpose_\(record.purpose.rawValue)")), .code(record.type), .code(record.name),
                    .code(record.value),
                ]
            })
    }

    var findings: Table? {
        guard !claim.findings.isEmpty else { return nil }
        return Table(
            caption: t("findings"), ["place", "verdict", "expected", "found"].map(t),
            claim.findings.map { finding in
                let isRight = finding.verdict == .right
                return [
                    .code(finding.place),
                    Cell(
                        t("verdict_\(finding.verdict.rawValue)"),
                        tone: isRight ? .good : finding.verdict == .wrong ? .bad : .plain),
                    .code(finding.expected.joined(separator: " ")),
                    finding.found.isEmpty ? Cell(t("nothing")) : .code(finding.found.joined(separator: " ")),
                ]
            })
    }
}
