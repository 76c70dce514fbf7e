import Foundation
import NIOHTTP1
import TestSupport

extension ConsoleSeat {
    /// The texts of every row of a list, page after page, in the order that they are shown in.
    func rows(_ path: String, between: () async throws -> Void = {}) async throws -> [String] {
        var (rows, next): ([String], String?) = ([], path)
        while let address = next {
            let page = try await get(address)
            guard page.status == 200 else { throw Wire.Reply.Missing(description: "\(address): \(page.status)") }
            rows += page.body.components(separatedBy: "<tr>").dropFirst(2).map { row in
                String(row.prefix(upTo: row.range(of: "</tr>")?.lowerBound ?? row.endIndex))
                    .replacing(/<[^>]*>/, with: " ").replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
            }
            next = page.body.firstMatch(of: /<a rel="next" href="([^"]+)"/)
                .map { String($0.output.1).replacing("&amp;", with: "&") }
            if next != nil { try await between() }
        }
        return rows
    }

    /// The records of a list's file, its heading left out.
    func records(_ path: String) async throws -> [String] {
        let file = try await get(path)
        guard file.status == 200, file.headers.first(name: "content-type")?.hasPrefix("text/csv") == true else {
            throw Wire.Reply.Missing(description: "\(path): \(file.status)")
        }
        return file.body.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
    }
}

extension [String] {
    /// What marks each row, in order: `mark-0042`.
    var marks: [String] {
        map { row in row.firstMatch(of: /mark-\d{4}/).map { String($0.output) } ?? "unmarked" }
    }
}
