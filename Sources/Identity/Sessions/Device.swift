import Foundation
import Tenancy
package import Web

/// What a session was begun with: the address and what the program called itself.
package struct Device: Hashable, Sendable, Codable {
    package let address: String
    package let userAgent: String?

    static let field = "sessions.device"

    package init(_ place: CredentialCheck.Place) {
        address = place.address
        userAgent = place.userAgent
    }

    init(sealed: [UInt8], _ key: TenantDataKey) throws {
        self = try JSONDecoder().decode(Device.self, from: Data(try key.open(bytes: sealed, field: Self.field)))
    }

    func sealed(_ key: TenantDataKey) throws -> [UInt8] {
        try key.seal([UInt8](try JSONEncoder().encode(self)), field: Self.field)
    }

    /// By which a device that an account used before is known again.
    func index(_ key: TenantDataKey) -> [UInt8] { key.blindIndex("device/\(userAgent ?? "")") }
}
