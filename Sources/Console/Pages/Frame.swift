/// Another answer of ours that may do nothing, shown within a page: a letter's HTML, the site in some look.
struct Frame: Sendable {
    let title: String
    let url: String
    /// As wide as a telephone.
    var isNarrow = false
    /// Where a link leads to it, and it takes all the room there is.
    var id: String?

    var sheet: Sheet { ["name": title, "url": url, "narrow": isNarrow, "id": id] }
}
