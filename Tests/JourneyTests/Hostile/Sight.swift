import Foundation
import NIOHTTP1
import TestSupport

/// One answer, read as whoever asked for it would read it.
struct Sight: Sendable {
    let reply: Wire.Reply

    private var type: String { reply.headers.first(name: "content-type") ?? "" }

    /// Faults in words: `text` is not shown as it was typed, or something in the answer acts.
    func faults(showing text: String?) -> [String] {
        var faults = headerFaults
        let isShown: Bool
        if type.hasPrefix("text/html") {
            let page = PageSight(reply.body)
            faults += page.faults()
            isShown = text.map(page.shows) ?? true
        } else if type.hasPrefix("text/csv") {
            let table = TableSight(reply.body)
            faults += table.faults
            isShown = text.map(table.shows) ?? true
        } else if reply.body.isEmpty {
            isShown = text == nil
        } else {
            // One document, or one a line.
            let lines = type.hasPrefix("application/x-ndjson") ? reply.body.split(separator: "\n") : [reply.body[...]]
            let documents = lines.map {
                try? JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
            }
            if documents.contains(where: { $0 == nil }) { faults.append("no JSON: \(reply.body.prefix(200))") }
            isShown = text.map { text in documents.contains { Self.holds(text, $0 as Any) } } ?? true
        }
        if !isShown { faults.append("does not show \(text ?? "")") }
        return faults
    }

    /// A text decides neither a header nor a cookie.
    private var headerFaults: [String] {
        let isForeign = { (field: (name: String, value: String)) in
            field.name.lowercased().contains("zq") || field.name.lowercased() == "bcc"
                || (field.name.lowercased() == "set-cookie" && !field.value.hasPrefix("__Host-"))
        }
        return reply.headers.filter(isForeign).map { "a header \($0.name): \($0.value)" }
    }

    static func holds(_ text: String, _ value: Any) -> Bool {
        switch value {
        case let string as String: string.range(of: text, options: .literal) != nil
        case let list as [Any]: list.contains { holds(text, $0) }
        case let object as [String: Any]: object.contains { holds(text, $0.value) }
        default: false
        }
    }
}
