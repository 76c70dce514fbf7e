package import Outbound

/// Where documents of rates are fetched from.
package enum RatePlace: Hashable, Sendable, CustomStringConvertible {
    case url(OutboundURL)
    /// An absolute path on this machine.
    case file(String)

    /// The European Central Bank's file of the day.
    package static let ecb = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"

    /// `https://…`, `http://` of this very machine, or an absolute path; nil for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            self = .file(text)
        } else if let url = OutboundURL(text), url.scheme == .https || url.isLoopback {
            self = .url(url)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .url(let url): url.description
        case .file(let path): path
        }
    }
}
