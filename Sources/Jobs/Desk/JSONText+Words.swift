import Foundation
import Postgres

extension JSONText {
    /// A flat object, as audits keep it.
    init(words: [String: String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        self.init(String(decoding: try encoder.encode(words), as: UTF8.self))
    }
}
