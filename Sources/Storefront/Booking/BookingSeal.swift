import Bookings
import Crypto
import Foundation
import Vocabulary
import Web

/// What this browser may open: bookings that it made, or found again by reference and e-mail.
struct BookingAccess: Sendable {
    /// Bytes of all entries together: a cookie holds 4096, and sealing them takes a third more.
    static let bytesMax = 2_400

    private(set) var entries: [(id: UUID, proof: BookingProof)] = []

    func proof(of id: UUID) -> BookingProof? { entries.last { $0.id == id }?.proof }

    /// The newest stand last; the oldest make room.
    func adding(_ id: UUID, _ proof: BookingProof) -> BookingAccess {
        var copy = self
        copy.entries.removeAll { $0.id == id }
        copy.entries.append((id, proof))
        while copy.text.utf8.count > Self.bytesMax, copy.entries.count > 1 { copy.entries.removeFirst() }
        return copy
    }
}

extension BookingAccess {
    /// `<id> t <token>` or `<id> e <e-mail>`, one a line.
    var text: String {
        entries.compactMap { entry -> String? in
            switch entry.proof {
            case .token(let token): "\(entry.id.text) t \(token)"
            case .email(let email): "\(entry.id.text) e \(email)"
            case .identifier, .account: nil
            }
        }.joined(separator: "\n")
    }

    init(text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let id = UUID(uuidString: parts[0]) else { continue }
            let proof: BookingProof? =
                switch parts[1] {
                case "t": AccessToken(parts[2]).map(BookingProof.token)
                case "e": EmailAddress(parts[2]).map(BookingProof.email)
                default: nil
                }
            if let proof { entries.append((id, proof)) }
        }
    }
}

/// Keeps a browser's access in a cookie that nobody can read, make up, or carry to another site:
/// AES-GCM under a key of its own, with the tenant as authenticated data. It ends with the browser.
struct BookingSeal: Sendable {
    static let cookieName = CookieName.bookings

    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    func cookie(_ access: BookingAccess, tenant: TenantID) throws -> Cookie {
        let sealed = try AES.GCM.seal(
            Data(access.text.utf8), using: key, authenticating: Data(tenant.description.utf8))
        let bytes = sealed.combined ?? Data()
        return Cookie(Self.cookieName, "\(tenant).\(bytes.base64EncodedString().cookieSafe)")
    }

    /// No access for a cookie that is not ours.
    ///
    /// Throws `auth.required` for a genuine cookie of another tenant.
    func open(_ cookie: String?, tenant: TenantID) throws(Problem) -> BookingAccess {
        let parts = cookie?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        guard parts.count == 2, let bytes = Data(base64Encoded: parts[1].standard),
            let sealed = try? AES.GCM.SealedBox(combined: bytes),
            let text = try? AES.GCM.open(sealed, using: key, authenticating: Data(parts[0].utf8))
        else { return BookingAccess() }
        guard parts[0] == tenant.description else { throw .authRequired }
        return BookingAccess(text: String(decoding: text, as: UTF8.self))
    }
}

extension String {
    /// base64 with the two letters that a cookie would escape exchanged (RFC 4648 §5), padding kept off.
    fileprivate var cookieSafe: String {
        replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension Substring {
    fileprivate var standard: String {
        replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - utf8.count % 4) % 4)
    }
}
