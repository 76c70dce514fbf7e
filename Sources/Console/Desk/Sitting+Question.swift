import HTTPTypes
import Localization
import Web

/// Asking before doing: what will happen, said first; nothing is done by a link.
struct DeskQuestion: Sendable {
    let title: String
    /// What will happen, a sentence each.
    let consequences: [String]
    let action: String
    let submit: String
    /// Leads back without doing anything.
    let back: String
    var fields: [DeskField] = []
    var hidden: [DeskField.Option] = []
    var isGrave = true
    var trail: [DeskLink] = []
}

extension Sitting {
    func ask(
        _ question: DeskQuestion, fault: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let form = DeskForm(
            title: nil, action: question.action, hidden: hidden + question.hidden, fields: question.fields,
            consequences: question.consequences, submit: question.submit, isGrave: question.isGrave,
            cancel: DeskLink(words("desk.back"), question.back), faults: [fault].compactMap(\.self))
        return try page(question.title, trail: question.trail, status: status, [.form(form)])
    }

    /// Runs the verb that a question asked for and leads back to where its outcome is seen.
    func done(
        _ code: String, at url: String, _ question: DeskQuestion, _ verb: () async throws -> Void
    ) async throws -> Answer {
        try await tried {
            try await verb()
            return .redirect(to: "\(url)?done=\(code)")
        } else: {
            try ask(question, fault: $0, status: $1)
        }
    }

    /// The form above a list that narrows it.
    func filter(_ path: String, _ fields: [DeskField], sort: ListInput) -> DeskBlock {
        let kept = [("sort", sort.sort), ("order", sort.order == .up ? nil : sort.order.rawValue)]
        return .form(
            DeskForm(
                title: nil, action: path, isGet: true,
                hidden: kept.compactMap { name, value in value.map { DeskField.Option(value: $0, label: name) } },
                fields: fields, submit: words("desk.filter"), cancel: DeskLink(words("desk.filter_clear"), path)))
    }

    func searchField(_ input: ListInput, hint: String) -> DeskField {
        DeskField(
            name: "q", label: words("desk.search"), kind: .line("search"), value: input.search ?? "", hint: hint,
            isRequired: false, max: ListInput.searchMax)
    }

    func stateField(_ input: ListInput, _ states: [String]) -> DeskField {
        DeskField(
            name: "state", label: words("desk.column.state"),
            kind: self.states(states, chosen: input.state, all: words("desk.all")), isRequired: false)
    }

    func tenantField(_ input: ListInput) -> DeskField {
        DeskField(
            name: "tenant", label: words("desk.column.tenant"), value: input.tenant ?? "", isRequired: false, max: 31,
            isCode: true)
    }
}
