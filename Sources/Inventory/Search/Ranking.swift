/// Matches in the order of a search, and the page of them that it asks for.
struct Ranking<Match> {
    let page: [Match]
    /// Over all pages.
    let matchCount: Int
    let next: SearchCursor?

    init(_ matches: [(place: SearchCursor, match: Match)], after cursor: SearchCursor?, limit: Int) {
        let after = matches.filter { match in cursor.map { $0 < match.place } ?? true }.sorted { $0.place < $1.place }
        let page = after.prefix(limit)
        self.page = page.map(\.match)
        matchCount = matches.count
        next = after.count > page.count ? page.last?.place : nil
    }
}
