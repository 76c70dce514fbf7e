internal import Foundation
package import Outbound

/// Where partners' own hosts have to lead for us to serve them, as operators set it up at their edge.
package struct DomainTargets: Sendable {
    /// For CNAME records.
    package let host: HostName?
    /// For A and AAAA records, where a CNAME cannot stand.
    package let addresses: [AddressBytes]

    package static let unknown = DomainTargets(host: nil, addresses: [])

    package init(host: HostName?, addresses: [AddressBytes]) {
        self.host = host
        self.addresses = addresses
    }

    /// At most one host name and addresses, parted by commas; nil for anything else.
    package init?(_ text: String) {
        var host: HostName?
        var addresses: [AddressBytes] = []
        for part in text.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if let address = AddressBytes(part) {
                addresses.append(address)
            } else if let name = HostName.normalise(part), !name.isAddress, host == nil {
                host = name
            } else {
                return nil
            }
        }
        self.init(host: host, addresses: addresses)
    }

    package var isEmpty: Bool { host == nil && addresses.isEmpty }

    /// As a finding says what it expected.
    var words: [String] { (host.map { ["CNAME \($0.ascii)"] } ?? []) + addresses.map(Self.record) }

    static func record(_ address: AddressBytes) -> String { "\(address.isSixth ? "AAAA" : "A") \(address)" }
}
