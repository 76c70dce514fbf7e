/// The plain text of a letter: what a reader without HTML sees, and a screen reader first.
enum LetterText {
    static func write(_ content: LetterContent) -> String {
        let body = content.blocks.map(paragraph)
        let footer = content.footer + (content.unsubscribe.map { ["\($0.label): \($0.url)"] } ?? [])
        return ([content.heading] + body + ["-- \n" + footer.joined(separator: "\n")]).joined(separator: "\n\n") + "\n"
    }

    private static func paragraph(_ block: LetterContent.Block) -> String {
        switch block {
        case .paragraph(let text), .aside(let text): text
        case .facts(let facts): facts.map { "\($0.label): \($0.value)" }.joined(separator: "\n")
        case .button(let label, let url): "\(label):\n\(url)"
        }
    }
}
