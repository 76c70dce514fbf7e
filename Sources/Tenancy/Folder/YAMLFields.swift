/// A mapping with the keys that a schema knows; any other key is a fault, since a mistyped key that
/// is ignored is a setting that silently does not hold.
struct YAMLFields {
    let place: YAMLField
    private let byKey: [String: YAMLField]

    init?(_ place: YAMLField, keys: [String]) {
        guard let entries = place.entries() else { return nil }
        self.place = place
        var byKey: [String: YAMLField] = [:]
        for (key, value) in entries {
            guard let name = key.text() else { continue }
            guard keys.contains(name) else {
                key.fault("unknown key `\(name.prefix(60))`\(NearestName.hint(name, among: keys))")
                continue
            }
            byKey[name] = value
        }
        self.byKey = byKey
    }

    func optional(_ key: String) -> YAMLField? { byKey[key] }

    /// The field, or nil and a fault at the mapping's place.
    func required(_ key: String) -> YAMLField? {
        if let field = byKey[key] { return field }
        return place.refuse("expected the key `\(key)`")
    }
}
