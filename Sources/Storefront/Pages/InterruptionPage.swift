import Web

/// Between wanting and having: the price changed, the room is gone, the time is up. Each offers the next step.
package struct InterruptionPage: PageModel {
    package enum Kind: String, Sendable {
        case priceChanged = "price_changed"
        case soldOut = "sold_out"
        case holdExpired = "hold_expired"
    }

    package let kind: Kind
    package let title: String
    package let text: String
    package let oldPrice: String?
    package let newPrice: PriceView?
    /// Goes on at the new price; nil where there is nothing to go on with.
    package let accept: FormTarget?
    package let acceptLabel: String?
    package let actions: [Link]

    package init(
        kind: Kind, title: String, text: String, oldPrice: String? = nil, newPrice: PriceView? = nil,
        accept: FormTarget? = nil, acceptLabel: String? = nil, actions: [Link]
    ) {
        self.kind = kind
        self.title = title
        self.text = text
        self.oldPrice = oldPrice
        self.newPrice = newPrice
        self.accept = accept
        self.acceptLabel = acceptLabel
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "kind": kind.rawValue
        case "title": title
        case "text": text
        case "old_price": present(oldPrice)
        case "price": present(newPrice)
        case "accept": present(accept)
        case "accept_label": present(acceptLabel)
        case "actions": actions
        default: nil
        }
    }
}
