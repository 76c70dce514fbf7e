import HTTPTypes
import Localization
import Web

/// A page as an operator sees it who acts as somebody: what they would be refused is closed before they try it, and the
/// page says why. Whether they would be is asked of the routes that the page leads to, of whose declaration the gate
/// asks, too.
struct ActingSight {
    private let seat: Seat

    /// Nil where everybody acts for themselves.
    init?(_ seat: Seat) {
        guard seat.caller.impersonator != nil else { return nil }
        self.seat = seat
    }

    func closed(_ blocks: [Block]) -> [Block] { blocks.flatMap(closed) }

    private func closed(_ block: Block) -> [Block] {
        switch block {
        case .form(let form): [.form(closed(form))]
        case .links(let title, let links): closed(links, title)
        case .table(let table):
            [.table(closed(table))] + why(table.rows.joined().contains { hides($0) } ? [table.caption] : [])
        case .facts(let title, let facts):
            [.facts(title: title, facts.map { Fact($0.label, closed($0.cell)) })]
                + why(facts.filter { hides($0.cell) }.map(\.label))
        case .steps(let steps): [.steps(steps.map(closed))]
        default: [block]
        }
    }

    /// To be read, not to be sent.
    private func closed(_ form: PageForm) -> PageForm {
        var form = form
        if isClosed(form.action, form.isGet ? .get : .post) { form.closed = t("form") }
        return form
    }

    private func closed(_ links: [Link], _ title: String?) -> [Block] {
        let away = links.filter { isClosed($0.url) }
        guard !away.isEmpty else { return [.links(title: title, links)] }
        let open = links.filter { !isClosed($0.url) }
        return (open.isEmpty ? [] : [.links(title: title, open)]) + why(away.map(\.label))
    }

    /// Of what is gone from the page, or leads on no more.
    private func why(_ names: [String]) -> [Block] {
        names.isEmpty ? [] : [.text(t("links", ["what": .text(seat.words.formats.list(names))]))]
    }

    private func hides(_ cell: Cell) -> Bool { !cell.isDeed && cell.url.map { isClosed($0) } == true }

    private func closed(_ table: Table) -> Table {
        var table = table
        table.rows = table.rows.map { $0.map(closed) }
        if let link = table.emptyLink, isClosed(link.url) { table.emptyLink = nil }
        if let file = table.export, seat.context.arrival.isFileClosedToActing(file) {
            (table.export, table.exportClosed) = (nil, t("file"))
        }
        return table
    }

    /// What only leads on says what it said; what was to be done says that it is not.
    private func closed(_ cell: Cell) -> Cell {
        guard let url = cell.url, isClosed(url) else { return cell }
        if cell.isDeed { return Cell(t("deed")) }
        var cell = cell
        cell.url = nil
        return cell
    }

    private func closed(_ step: Block.Step) -> Block.Step {
        guard let link = step.link, isClosed(link.url) else { return step }
        return Block.Step(title: step.title, state: step.state, text: step.text, link: nil)
    }

    private func isClosed(_ address: String, _ method: HTTPRequest.Method = .get) -> Bool {
        seat.context.arrival.isClosedToActing(method, address)
    }

    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.acting.\(key)", arguments.merging(["name": .text(seat.caller.label)]) { $1 })
    }
}
