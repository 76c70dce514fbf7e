import Web

/// What a page of the console is made of, from the top: every page is a few of these, so that all of them read,
/// print and speak alike.
struct Block: PageModel {
    private let sheet: Sheet

    func child(named field: String) -> Any? { sheet.child(named: field) }

    private static func make(
        heading: String? = nil, text: String? = nil, facts: [Sheet]? = nil, table: Sheet? = nil, form: Sheet? = nil,
        links: [Sheet]? = nil, empty: Sheet? = nil, steps: [Sheet]? = nil, specimens: [Sheet]? = nil,
        secret: Sheet? = nil, faults: Sheet? = nil
    ) -> Block {
        Block(sheet: [
            "heading": heading, "text": text, "facts": facts.map { ["rows": $0] as Sheet }, "table": table,
            "form": form, "links": links.map { ["all": $0] as Sheet }, "empty": empty,
            "steps": steps.map { ["all": $0] as Sheet }, "specimens": specimens.map { ["all": $0] as Sheet },
            "secret": secret, "faults": faults,
        ])
    }

    static func text(_ text: String, heading: String? = nil) -> Block { make(heading: heading, text: text) }

    static func facts(_ facts: [(String, Cell)], heading: String? = nil) -> Block {
        make(heading: heading, facts: facts.map { ["label": $0.0, "cell": $0.1] })
    }

    /// The first column names the row.
    static func table(_ columns: [String], _ rows: [[Cell]], heading: String? = nil, caption: String) -> Block {
        make(
            heading: heading,
            table: [
                "caption": caption, "columns": columns,
                "rows": rows.map { ["first": $0[0], "rest": Array($0.dropFirst())] as Sheet },
            ])
    }

    static func form(_ form: EditForm, heading: String? = nil, text: String? = nil) -> Block {
        make(heading: heading, text: text, form: form.sheet)
    }

    static func links(_ links: [(String, String)], heading: String? = nil) -> Block {
        make(heading: heading, links: links.map { ["label": $0.0, "url": $0.1] })
    }

    /// Nothing to show, said with what to do about it.
    static func empty(_ text: String, _ link: (String, String)? = nil, heading: String? = nil) -> Block {
        make(
            heading: heading,
            empty: ["words": text, "link": link.map { ["label": $0.0, "url": $0.1] as Sheet }])
    }

    struct Step: Sendable {
        let title: String
        let state: Cell
        let text: String
        let link: (label: String, url: String)?
    }

    static func steps(_ steps: [Step], heading: String? = nil) -> Block {
        make(
            heading: heading,
            steps: steps.map { step in
                [
                    "title": step.title, "cell": step.state, "words": step.text,
                    "link": step.link.map { ["label": $0.label, "url": $0.url] as Sheet },
                ]
            })
    }

    static func specimens(_ specimens: [Sheet], heading: String? = nil) -> Block {
        make(heading: heading, specimens: specimens)
    }

    /// Shown once, selected whole by one press.
    static func secret(_ label: String, _ value: String, _ text: String) -> Block {
        make(secret: ["label": label, "value": value, "words": text])
    }

    /// What was wrong with what was sent, before all else on the page.
    static func faults(_ title: String, _ faults: [(text: String, url: String?)]) -> Block {
        make(faults: ["title": title, "all": faults.map { ["words": $0.text, "url": $0.url] as Sheet }])
    }
}
