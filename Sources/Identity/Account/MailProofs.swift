import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `mail_proofs`: the tokens that letters carry.
enum MailProofs {
    enum Purpose: String, Sendable {
        case register
        case reset
        case email
    }

    /// What a link in a letter is good for.
    static let seconds: [Purpose: Int] = [
        .register: LetterTerms.verifyMinutes * 60, .reset: LetterTerms.resetMinutes * 60,
        .email: LetterTerms.verifyMinutes * 60,
    ]
    static let field = "mail_proofs.content"

    static func insert(
        _ token: SecretToken, _ purpose: Purpose, account: UUID?, content: some Encodable, _ key: TenantDataKey
    ) throws -> SQL {
        let sealed = try key.seal([UInt8](try JSONEncoder().encode(content)), field: field)
        return """
            insert into mail_proofs
              (tenant_id, token_hash, purpose, account_id, content_sealed, data_key_number, expires_at)
            values (\(key.tenant), \(token.digest), \(purpose.rawValue), \(account), \(sealed), \(key.number),
                    clock_timestamp() + make_interval(secs => \(Double(seconds[purpose] ?? 0))))
            """
    }

    /// Uses it up. Nothing is returned for one that is over, or was sent for something else.
    static func take(_ token: SecretToken, _ purpose: Purpose) -> SQL {
        """
        delete from mail_proofs
         where token_hash = \(token.digest) and purpose = \(purpose.rawValue) and expires_at > clock_timestamp()
        returning account_id, content_sealed
        """
    }

    /// Whether it would be taken, for a page that asks before it does something.
    static func look(_ token: SecretToken, _ purpose: Purpose) -> SQL {
        """
        select account_id, content_sealed from mail_proofs
         where token_hash = \(token.digest) and purpose = \(purpose.rawValue) and expires_at > clock_timestamp()
        """
    }

    /// A newer letter makes the older ones of its purpose worthless.
    static func withdraw(_ purpose: Purpose, of account: UUID) -> SQL {
        "delete from mail_proofs where account_id = \(account) and purpose = \(purpose.rawValue)"
    }

    static func content<Content: Decodable>(
        _ row: Row, _ key: TenantDataKey, as type: Content.Type = Content.self
    ) throws -> Content {
        try JSONDecoder().decode(
            Content.self, from: Data(try key.open(bytes: try row.get("content_sealed"), field: field)))
    }
}
