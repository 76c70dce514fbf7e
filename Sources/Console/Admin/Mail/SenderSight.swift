import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// How the sender looks on the console: who it is, what its domain has to publish, and what was found there.
struct SenderSight: Sendable {
    let seat: Seat
    let chosen: ChosenSender?

    init(_ seat: Seat, _ chosen: ChosenSender?) {
        self.seat = seat
        self.chosen = chosen
    }

    var trail: [Link] { [Link(seat.t("console.way.mail"), SenderPages.path)] }

    var blocks: [Block] {
        [.facts(title: t("sender"), facts), .links(title: nil, ways)]
            + (chosen.map { records($0) + (seat.may(.mail) ? [.form(checkForm)] : []) } ?? [])
            + [
                .links(
                    title: t("more"),
                    [
                        Link(t("letters"), LetterPages.path), Link(t("sent"), SentMailPages.path),
                        Link(t("suppressions"), SuppressionPages.path),
                    ])
            ]
    }

    private var facts: [Fact] {
        let from = chosen.flatMap { $0.isProven ? $0.address : nil } ?? seat.parts.mail.senders.platformAddress
        guard let chosen else {
            return [Fact(t("from"), .code(from.description)), Fact(t("state"), Cell(t("platforms"), tone: .warned))]
        }
        return [
            Fact(t("address"), .code(chosen.address.description)), Fact(t("name"), Cell(chosen.name)),
            Fact(t("reply_to"), .code(chosen.replyTo?.description)),
            Fact(t("state"), state(chosen)), Fact(t("from"), .code(from.description)),
            Fact(t("checked"), seat.moment(chosen.checkedAt)),
        ]
            + (chosen.losesAt.map { [Fact(t("loses"), seat.moment($0))] } ?? [])
    }

    private func state(_ chosen: ChosenSender) -> Cell {
        switch chosen.standing {
        case .pending: Cell(t("unproven"), tone: .warned)
        case .verified: Cell(t("proven"), tone: .good)
        case .failing(let since): Cell(t("failing", ["since": .text(seat.time(since))]), tone: .bad)
        case .lost: Cell(t("lost"), tone: .bad)
        }
    }

    private var ways: [Link] {
        guard seat.may(.mail) else { return [] }
        let change = Link(t("choose"), SenderPages.sender)
        guard let chosen else { return [change] }
        return [
            change, Link(t(chosen.dkim == nil ? "make_key" : "renew_key"), "\(SenderPages.sender)/key"),
            Link(t("remove"), "\(SenderPages.sender)/remove"),
        ]
    }

    /// Record by record: what is to be copied, what stood there at the last look, and what that means.
    private func records(_ chosen: ChosenSender) -> [Block] {
        let wanted = seat.parts.mail.desk.wanted(chosen)
        return SenderCheck.Subject.allCases.flatMap { subject -> [Block] in
            let finding = chosen.findings.first { $0.subject == subject }
            let record = wanted.first { $0.subject == subject }
            let verdict = finding?.verdict ?? (record == nil ? .unset : nil)
            var facts = [Fact(t("state"), verdict.map(cell) ?? Cell(t("not_looked")))]
            if let name = record?.name {
                facts += [
                    Fact(seat.t("console.domains.record_type"), .code("TXT")),
                    Fact(seat.t("console.domains.record_name"), .code(name)),
                ]
            }
            if let found = finding?.found, !found.isEmpty {
                facts.append(Fact(seat.t("console.domains.found"), .code(found.joined(separator: "\n"))))
            }
            let title = t("record", ["record": .text(subject.rawValue.uppercased())])
            return [.facts(title: title, facts)]
                + (verdict.flatMap { words(subject, $0) }.map { [.text($0)] } ?? [])
                + (record.map { [.verbatim(title: t("copy"), $0.value)] } ?? [])
        }
    }

    private func cell(_ verdict: SenderCheck.Verdict) -> Cell {
        let tone: Cell.Tone =
            switch verdict {
            case .right: .good
            case .unset, .unknown: .plain
            case .weak: .warned
            case .missing, .wrong, .several: .bad
            }
        return Cell(t("verdict_\(verdict.rawValue)"), tone: tone)
    }

    /// Not every verdict is one on every record.
    private func words(_ subject: SenderCheck.Subject, _ verdict: SenderCheck.Verdict) -> String? {
        let key = "mail_check.\(subject.rawValue).\(verdict.rawValue)"
        return seat.words.has(key) ? seat.t(key) : nil
    }

    private var checkForm: PageForm {
        PageForm(action: "\(SenderPages.sender)/check", hidden: seat.hidden, submit: seat.t("console.domains.verify"))
    }

    var form: PageForm {
        PageForm(
            action: SenderPages.sender, hidden: seat.hidden,
            fields: [
                FormField(
                    name: "address", label: t("address"), kind: .line("email"),
                    value: chosen?.address.description ?? "", hint: t("address_hint"), max: MailAddress.bytesMax,
                    isCode: true),
                FormField(
                    name: "name", label: t("name"),
                    value: chosen?.name ?? seat.context.profile.name(in: seat.words.locale),
                    hint: t("name_hint"), max: SenderDesk.nameMax),
                FormField(
                    name: "reply_to", label: t("reply_to"), kind: .line("email"),
                    value: chosen?.replyTo?.description ?? "", hint: t("reply_to_hint"), isRequired: false,
                    max: MailAddress.bytesMax, isCode: true),
            ], consequences: [t("choose_text")], submit: t("put"),
            cancel: Link(seat.t("console.form.back"), SenderPages.path))
    }

    var keyQuestion: Question {
        Question(
            title: t(chosen?.dkim == nil ? "make_key" : "renew_key"),
            consequences: [t("key_text")] + (chosen?.isProven == true ? [t("key_again_text")] : []),
            action: "\(SenderPages.sender)/key", submit: t("make_key"), back: SenderPages.path,
            fields: [
                .choice(
                    "algorithm", t("algorithm"),
                    DKIMKey.Algorithm.allCases.map { ($0.rawValue, t($0 == .rsa ? "rsa" : "ed25519")) },
                    chosen: DKIMKey.Algorithm.rsa.rawValue, isRequired: true)
            ], isGrave: chosen?.isProven == true, trail: trail)
    }

    var removeQuestion: Question {
        Question(
            title: t("remove"),
            consequences: [
                t("remove_text", ["from": .text(seat.parts.mail.senders.platformAddress.description)])
            ], action: "\(SenderPages.sender)/remove", submit: t("remove"), back: SenderPages.path, trail: trail)
    }

    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.mail.\(key)", arguments)
    }
}
