package import Crypto
package import Foundation
import Pricing
package import Vocabulary

/// Writes an offer as an identifier that proves itself, so that a search stores nothing and a
/// traveller can not make up a price.
///
/// The identifier is base64url of a form byte, the offer in fixed fields, and HMAC-SHA-256 over the
/// tenant and both; another tenant's offer is as forged as an altered one.
package struct OfferCodec: Sendable {
    /// How long a price is offered; the hold taken from it has clocks of its own.
    package static let lifeSeconds = 30 * 60
    static let charactersMax = 1200
    private static let form: UInt8 = 1
    private static let macBytes = 32

    private let key: SymmetricKey

    package init(key: SymmetricKey) { self.key = key }

    package func expiry(from instant: Date) -> Date {
        Date(timeIntervalSince1970: (instant.timeIntervalSince1970 + Double(Self.lifeSeconds)).rounded(.down))
    }

    package func encode(_ offer: Offer, tenant: TenantID) -> String {
        var writer = OfferWriter()
        writer.append(Self.form)
        writer.append(offer)
        let mac = HMAC<SHA256>.authenticationCode(for: signed(writer.bytes, tenant), using: key)
        return Data(writer.bytes + mac).base64URL
    }

    /// Throws `OfferError.forged` or `.expired`.
    package func decode(_ text: String, tenant: TenantID, at instant: Date) throws(OfferError) -> Offer {
        guard text.utf8.count <= Self.charactersMax, let data = Data(base64URL: text), data.count > Self.macBytes,
            // The last character's unused bits would give one offer several names.
            data.base64URL == text
        else { throw .forged }
        let body = Array(data.dropLast(Self.macBytes))
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                data.suffix(Self.macBytes), authenticating: signed(body, tenant), using: key)
        else { throw .forged }
        var reader = OfferReader(bytes: body)
        guard reader.byte() == Self.form, let offer = reader.offer(), reader.isAtEnd else { throw .forged }
        guard offer.expiresAt > instant else { throw .expired }
        return offer
    }

    private func signed(_ body: [UInt8], _ tenant: TenantID) -> Data { Data(tenant.uuid.bytes + body) }
}
