import HTTPTypes
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// How the account that a site's money goes to looks on the console, and the form that says which it is.
struct AccountSight: Sendable {
    let seat: Seat
    let account: ConnectedAccount?

    init(_ seat: Seat, _ account: ConnectedAccount?) {
        self.seat = seat
        self.account = account
    }

    private var trail: [Link] { [Link(seat.t("console.way.payments"), MoneySight.path)] }
    private var takesRealMoney: Bool { seat.context.profile.isIndexable }
    private func t(_ key: String) -> String { seat.t("console.payments.\(key)") }

    func page(done: String?) throws -> Answer {
        try seat.page(
            t("account"), lead: t("account_lead"), trail: trail, done: done,
            standing + (seat.may(.finance) ? [.form(form)] : []))
    }

    func again(
        _ typed: TypedForm, fault: String? = nil, status: HTTPResponse.Status = .unprocessableContent
    ) throws -> Answer {
        var form = typed.filled(form, ProblemWords(seat.words))
        form.faults += [fault].compactMap(\.self)
        return try seat.page(
            t("account"), lead: t("account_lead"), trail: trail, status: status, standing + [.form(form)])
    }

    var disconnecting: Question {
        Question(
            title: t("disconnect"), consequences: [t("disconnect_text"), t("disconnect_open")],
            action: "\(AccountPages.path)/disconnect", submit: t("disconnect"), back: AccountPages.path,
            trail: trail + [Link(t("account"), AccountPages.path)], facts: facts)
    }

    private var standing: [Block] {
        guard account != nil else { return [.text(t("account_none"))] }
        return [.facts(title: nil, facts)]
            + (seat.may(.finance)
                ? [.links(title: nil, [Link(t("disconnect"), "\(AccountPages.path)/disconnect")])] : [])
    }

    private var facts: [Fact] {
        guard let account else { return [] }
        let tone: Cell.Tone = account.mode == .live ? .good : .warned
        return [
            Fact(t("processor"), Cell(t("processor_name_of.\(account.processor.rawValue)"))),
            Fact(t("mode_label"), Cell(t("mode.\(account.mode.rawValue)"), tone: tone)),
            Fact(t("account_name"), .code(account.name)),
            Fact(t("publishable_key"), .code(account.publishableKey)),
            Fact(t("connected_at"), seat.moment(account.connectedAt)),
            Fact(t("events_url"), .code(PaymentsFeature.eventsURL(of: seat.context))),
        ]
    }

    private var form: PageForm {
        let processors = seat.parts.payments.processors
        let choice = FormField.choice(
            "processor", t("processor"),
            processors.map { ($0.rawValue, t("processor_name_of.\($0.rawValue)")) },
            chosen: (account?.processor ?? .stripe).rawValue, isRequired: true)
        return PageForm(
            title: t(account == nil ? "connect" : "reconnect"), action: AccountPages.path, hidden: seat.hidden,
            // Where there is one only, nothing is chosen.
            fields: (processors.count > 1 ? [choice] : []) + [
                FormField(
                    name: "publishable_key", label: t("publishable_key"), hint: t("publishable_key_hint"),
                    max: ConnectAccount.keyMax, isCode: true),
                FormField(
                    name: "secret_key", label: t("secret_key"), kind: .line("password"), hint: t("secret_key_hint"),
                    max: ConnectAccount.keyMax, isCode: true),
            ],
            consequences: [t("connect_text"), t(takesRealMoney ? "connect_live" : "connect_test")],
            submit: t(account == nil ? "connect" : "reconnect"))
    }
}
