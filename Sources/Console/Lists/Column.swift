import Foundation

extension ItemList {
    /// One value of every row: what it is ordered by and what a file says, and how it looks on the page.
    struct Column: Sendable {
        let key: String
        let label: String
        var isOrdered = true
        var isNumber = false
        /// Ways to deeds stand on the page alone.
        var isFiled = true
        /// What the page says beside something else has a column of its own in the file alone.
        var isShown = true
        let value: @Sendable (Item) -> ListValue
        /// What it is ordered by where that is not what the file says.
        var rank: (@Sendable (Item) -> ListValue)?
        let cell: @Sendable (Item) -> Cell
    }
}

extension ItemList.Column {
    typealias Look<Value> = @Sendable (Item) -> Value

    static func words(_ key: String, _ label: String, isOrdered: Bool = true, _ text: @escaping Look<String?>) -> Self {
        Self(key: key, label: label, isOrdered: isOrdered) {
            ListValue(text($0))
        } cell: {
            text($0).map { Cell($0) } ?? .none
        }
    }

    static func code(
        _ key: String, _ label: String, isOrdered: Bool = true, to url: @escaping Look<String?> = { _ in nil },
        _ text: @escaping Look<String?>
    ) -> Self {
        Self(key: key, label: label, isOrdered: isOrdered) {
            ListValue(text($0))
        } cell: {
            .code(text($0), url: url($0))
        }
    }

    /// A word of ours: as it stands in the file, as `cell` says it on the page.
    static func state(
        _ key: String, _ label: String, isOrdered: Bool = true, _ word: @escaping Look<String?>,
        cell: @escaping Look<Cell>
    ) -> Self {
        Self(key: key, label: label, isOrdered: isOrdered, value: { ListValue(word($0)) }, cell: cell)
    }

    static func moment(
        _ key: String, _ label: String, _ reader: some Reader, isOrdered: Bool = true,
        _ date: @escaping Look<Date?>
    ) -> Self {
        Self(key: key, label: label, isOrdered: isOrdered) {
            ListValue(date($0))
        } cell: {
            reader.moment(date($0))
        }
    }

    static func number(
        _ key: String, _ label: String, _ reader: some Reader, isOrdered: Bool = true, _ count: @escaping Look<Int?>
    ) -> Self {
        Self(key: key, label: label, isOrdered: isOrdered, isNumber: true) {
            ListValue(count($0))
        } cell: {
            reader.number(count($0))
        }
    }

    /// Somebody who acts: by name on the page, where the identifier stands beside it, and as either in the file;
    /// ordered by what the page says.
    static func actor(
        _ key: String, _ label: String, isOrdered: Bool = false, _ actor: @escaping Look<String?>,
        name: @escaping Look<String?>, cell: @escaping Look<Cell>
    ) -> [Self] {
        [
            Self(
                key: key, label: label, isOrdered: isOrdered, value: { ListValue(actor($0)) },
                rank: { ListValue(cell($0).text) }, cell: cell),
            Self(
                key: "\(key)_name", label: label, isOrdered: false, isShown: false, value: { ListValue(name($0)) },
                cell: cell),
        ]
    }

    /// What can be done about a row.
    static func action(_ label: String, _ cell: @escaping Look<Cell>) -> Self {
        Self(key: "action", label: label, isOrdered: false, isFiled: false, value: { _ in .none }) {
            var cell = cell($0)
            cell.isDeed = cell.url != nil
            return cell
        }
    }
}
