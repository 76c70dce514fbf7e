import Foundation
import Postgres
import Telemetry

/// Takes secrets out of what an audit entry says of before and after, by the names of fields and by the shapes
/// that secrets have: an entry is kept for years and read by many.
enum AuditMask {
    static func mask(_ json: JSONText) -> JSONText {
        // Nearly every entry holds none, and stays as it was written.
        guard SecretMask.isSecret(json.text) || SecretMask.mask(json.text) != json.text else { return json }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
        guard let tree = try? JSONSerialization.jsonObject(with: Data(json.text.utf8), options: .fragmentsAllowed),
            let bytes = try? JSONSerialization.data(withJSONObject: masked(tree), options: options)
        else { return json }
        return JSONText(String(decoding: bytes, as: UTF8.self))
    }

    private static func masked(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]:
            Dictionary(
                uniqueKeysWithValues: members.map { name, value in
                    (name, SecretMask.isSecret(name) && holdsSomething(value) ? SecretMask.replacement : masked(value))
                })
        case let items as [Any]: items.map(masked)
        case let text as String: SecretMask.mask(text)
        default: value
        }
    }

    /// That a secret was absent, or is there at all, is no secret.
    private static func holdsSomething(_ value: Any) -> Bool { !(value is NSNull || value is Bool) }
}
