package import Tenancy
import Vocabulary

extension Kind where Value == RichTextFilter.Outcome {
    /// Markup of a few harmless elements; what acts is taken out and told to the log, the rest leaves its words, and
    /// whoever asked gets to know what went. The length is that of what was typed.
    package static func richText(max: Int) -> Kind<RichTextFilter.Outcome> {
        let text = Kind<String>.text(max: max, [.trimmed, .composed, .lines])
        return Kind<RichTextFilter.Outcome>(.string(format: "html", min: 1, max: max)) { value, log in
            guard let typed = text.read(value, &log) else { return nil }
            let outcome = RichTextFilter.clean(typed)
            for name in outcome.removed.sorted() { log.suspect("active_content", typed, detail: name) }
            return outcome
        }
    }
}
