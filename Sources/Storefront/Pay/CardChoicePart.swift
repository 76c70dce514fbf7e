import Web

/// How whoever is signed in pays: with a card that they saved, or with another one, which is saved where they tick so.
package struct CardChoicePart: PageModel {
    struct Row: PageModel {
        let button: String
        let expiry: String
        /// Nil for one that has expired.
        let form: FormTarget?
        let name: String

        func child(named field: String) -> Any? {
            switch field {
            case "button": button
            case "expiry": expiry
            case "form": present(form)
            case "name": name
            case "is_expired": form == nil
            default: nil
            }
        }
    }

    let rows: [Row]
    let other: FormTarget
    let otherButton: String
    /// Nil where no more can be saved.
    let check: CheckField?

    package func child(named field: String) -> Any? {
        switch field {
        case "has_rows": !rows.isEmpty
        case "rows": rows
        case "other": other
        case "other_button": otherButton
        case "check": present(check)
        default: nil
        }
    }
}
