import Localization
import Tenancy
import Vocabulary
import Web

/// The chosen sender, what its domain has to publish, and which address readers see at present.
struct SenderAnswer: JSONWritable {
    static let schema = Schema.object(
        "MailSenderState",
        [
            .init("address", .nullable(.text)), .init("name", .nullable(.text)), .init("reply_to", .nullable(.text)),
            .init("is_proven", .boolean), .init("state", .nullable(.choice(standings))),
            .init("failing_since", .nullable(.instant)), .init("loses_at", .nullable(.instant)),
            .init("checked_at", .nullable(.instant)), .init("next_check_at", .nullable(.instant)),
            .init("from", .text),
            .init(
                "dkim",
                .nullable(
                    .object(
                        "MailSenderKeyRecord",
                        [
                            .init("algorithm", .choice(DKIMKey.Algorithm.allCases.map(\.rawValue))),
                            .init("selector", .text), .init("record_name", .text), .init("record_value", .text),
                        ], closed: true))),
        ], closed: true)

    /// As those of a host.
    static let standings = ["pending", "verified", "failing", "lost"]

    private let chosen: ChosenSender?
    private let from: MailAddress

    init(_ chosen: ChosenSender?, _ book: SenderBook) {
        self.chosen = chosen
        from = chosen.flatMap { $0.isProven ? $0.address : nil } ?? book.platformAddress
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("address", chosen?.address.description)
            json.member("name", chosen?.name)
            json.member("reply_to", chosen?.replyTo?.description)
            json.member("is_proven", chosen?.isProven ?? false)
            json.member("state", chosen?.standing.text)
            json.member("failing_since", chosen?.failingSince)
            json.member("loses_at", chosen?.losesAt)
            json.member("checked_at", chosen?.checkedAt)
            json.member("next_check_at", chosen?.nextCheckAt)
            json.member("from", from.description)
            guard let chosen, let key = chosen.dkim else { return json.member("dkim", String?.none) }
            json.member(
                "dkim",
                object: { json in
                    json.member("algorithm", key.algorithm.rawValue)
                    json.member("selector", key.selector)
                    json.member("record_name", "\(key.selector)._domainkey.\(chosen.address.domain.ascii)")
                    json.member("record_value", SenderCheck.dkimRecord(key))
                })
        }
    }
}

/// What the records are, what they should be, and why, in the reader's language.
struct CheckAnswer: JSONWritable {
    static let schema = Schema.object(
        "MailSenderCheck",
        [
            .init("is_proven", .boolean), .init("state", .choice(SenderAnswer.standings)),
            .init(
                "findings",
                .array(
                    .object(
                        "MailSenderFinding",
                        [
                            .init("subject", .choice(SenderCheck.Subject.allCases.map(\.rawValue))),
                            .init("verdict", .choice(SenderCheck.Verdict.allCases.map(\.rawValue))),
                            .init("name", .text), .init("found", .array(.text)), .init("expected", .nullable(.text)),
                            .init("explanation", .text),
                        ], closed: true))),
        ], closed: true)

    let report: SenderCheck.Report
    let words: Translator

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("is_proven", report.isProven)
            json.member("state", report.standing.text)
            json.member(
                "findings",
                array: { json in
                    for finding in report.findings {
                        json.object { json in
                            json.member("subject", finding.subject.rawValue)
                            json.member("verdict", finding.verdict.rawValue)
                            json.member("name", finding.name)
                            json.member("found", finding.found)
                            json.member("expected", finding.expected)
                            json.member(
                                "explanation",
                                words("mail_check.\(finding.subject.rawValue).\(finding.verdict.rawValue)"))
                        }
                    }
                })
        }
    }
}
