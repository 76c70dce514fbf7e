import Localization
import Web

extension Reader {
    /// The form above a list that narrows it; its order is kept, and whatever narrows it without a field there.
    ///
    /// - Parameter leadsToAll: nothing is left out at `path` itself, unlike where it has a period of its own.
    func filter(_ path: String, _ fields: [FormField], sort: ListInput, leadsToAll: Bool = true) -> Block {
        let own = sort.others.filter { other in !fields.contains { $0.name == other.name } }
        let kept =
            [("sort", sort.sort), ("order", sort.order == .up ? nil : sort.order.rawValue)]
            + own.map { ($0.name, $0.value) }
        return .form(
            PageForm(
                action: path, isGet: true,
                hidden: kept.compactMap { name, value in value.map { PageForm.Hidden(name, $0) } }, fields: fields,
                submit: words("console.list.filter"),
                // A choice of periods, say, leaves nothing out that could be shown again.
                cancel: !leadsToAll || fields.allSatisfy(\.isAlwaysChosen)
                    ? nil : Link(words("console.list.show_all"), path)))
    }

    func searchField(_ input: ListInput, hint: String) -> FormField {
        FormField(
            name: "q", label: words("console.list.search"), kind: .line("search"), value: input.search ?? "",
            hint: hint, isRequired: false, max: ListInput.searchMax)
    }

    func choiceField(_ name: String, _ label: String, _ options: [(String, String)], chosen: String?) -> FormField {
        .choice(name, label, options, chosen: chosen, all: words("console.list.all"))
    }

    /// One of the words of programs, which are the same in every language.
    func wordField(_ name: String, _ label: String, _ words: [String], chosen: String?) -> FormField {
        var field = choiceField(name, label, [], chosen: chosen)
        if case .choice(let all) = field.kind {
            field.kind = .choice(
                all + words.map { FormField.Option(value: $0, label: $0, isChosen: $0 == chosen, isCode: true) })
        }
        return field
    }

    /// Something that is looked for as it stands: an identifier, an address.
    func codeField(_ name: String, _ label: String, _ value: String?, max: Int = 100, hint: String? = nil) -> FormField
    {
        FormField(
            name: name, label: label, kind: .line("search"), value: value ?? "", hint: hint, isRequired: false,
            max: max, isCode: true)
    }

    func dayField(_ name: String, _ label: String, _ value: String?) -> FormField {
        FormField(name: name, label: label, kind: .line("date"), value: value ?? "", isRequired: false)
    }
}
