import Pricing
import Vocabulary
import Web

/// What cancelling an offer comes to, from version 2 on: the windows, and beside them the answer to the question
/// that everyone asks of them.
struct CancellationJSON: JSONWritable {
    enum Freedom: String, CaseIterable {
        case always
        /// Until `free_until`, which begins the first window that costs.
        case until
        case never
    }

    /// In order of their beginnings, the first from the moment of booking on.
    let windows: [CancellationTerms.Window]

    /// The first window that costs anything; nil where none does.
    private var firstCostly: CancellationTerms.Window? { windows.first { $0.penalty.minor > 0 } }

    var freedom: Freedom {
        guard let firstCostly else { return .always }
        return firstCostly.begins == nil ? .never : .until
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("free", freedom.rawValue)
            json.member("free_until", firstCostly?.begins?.instant)
            json.member("windows", windows)
        }
    }

    static let schema = Schema.object(
        "Cancellation",
        [
            .init("free", .choice(Freedom.allCases.map(\.rawValue))), .init("free_until", .nullable(.instant)),
            .init("windows", .array(CancellationTerms.Window.schema)),
        ], closed: true)
}
