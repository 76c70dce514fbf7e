/// A mail's content before it has a form: text and HTML are both written from it, so that neither says what
/// the other does not.
struct LetterContent: Sendable, Hashable {
    enum Block: Sendable, Hashable {
        case paragraph(String)
        /// What and how much, line by line.
        case facts([Fact])
        case button(label: String, url: String)
        /// Said more quietly.
        case aside(String)
    }

    struct Fact: Sendable, Hashable {
        let label: String
        let value: String
    }

    let subject: String
    let heading: String
    let blocks: [Block]
    /// Why the recipient gets this, and whom to ask.
    let footer: [String]
    let unsubscribe: Link?

    struct Link: Sendable, Hashable {
        let label: String
        let url: String
    }
}
