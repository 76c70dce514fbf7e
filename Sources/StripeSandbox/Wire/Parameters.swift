/// The parameters of one request, read by name and kind; what is wrong with one is refused as Stripe refuses it.
struct Parameters: Sendable {
    static let metadataMax = 50
    static let metadataNameMax = 40
    static let metadataValueMax = 500
    static let textMax = 5_000

    let tree: FormTree
    /// `payment_method_data` for the parameters inside it.
    let prefix: String

    init(_ tree: FormTree, prefix: String = "") {
        self.tree = tree
        self.prefix = prefix
    }

    /// Refuses every parameter that the verb does not know. `expand` is known everywhere.
    func allow(_ names: String...) throws(Refusal) { try allow(names) }

    func allow(_ names: [String]) throws(Refusal) {
        for name in tree.names where name != "expand" && !names.contains(name) {
            throw .parameter(full(name), "Received unknown parameter: \(full(name))", code: "parameter_unknown")
        }
    }

    func has(_ name: String) -> Bool { tree[name] != nil }

    /// Nil when absent; empty when it is to be unset.
    func text(_ name: String, max: Int = textMax) throws(Refusal) -> String? {
        guard let found = tree[name] else { return nil }
        guard case .text(let text) = found else { throw .parameter(full(name), "Invalid string: \(full(name))") }
        guard text.unicodeScalars.count <= max else {
            throw .parameter(full(name), "Invalid string: must be at most \(max) characters")
        }
        return text
    }

    /// Absent and empty alike.
    func given(_ name: String, max: Int = textMax) throws(Refusal) -> String? {
        guard let text = try text(name, max: max), !text.isEmpty else { return nil }
        return text
    }

    func required(_ name: String) throws(Refusal) -> String {
        guard let text = try given(name) else { throw .missingParameter(full(name)) }
        return text
    }

    func integer(_ name: String) throws(Refusal) -> Int? {
        guard let text = try given(name) else { return nil }
        guard let number = Int(text) else {
            throw .parameter(full(name), "Invalid integer: \(text)", code: "parameter_invalid_integer")
        }
        return number
    }

    func flag(_ name: String) throws(Refusal) -> Bool? {
        guard let text = try given(name) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default: throw .parameter(full(name), "Invalid boolean: \(text)")
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(Refusal) -> Choice? where Choice.RawValue == String {
        guard let text = try given(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .parameter(full(name), "Invalid \(full(name)): must be one of \(all)")
        }
        return choice
    }

    func inside(_ name: String) throws(Refusal) -> Parameters? {
        guard let found = tree[name] else { return nil }
        if case .text(let text) = found {
            guard text.isEmpty else { throw .parameter(full(name), "Invalid object", code: "parameter_invalid_empty") }
            return nil
        }
        return Parameters(found, prefix: full(name))
    }

    func list(_ name: String) throws(Refusal) -> [String]? {
        guard let found = tree[name] else { return nil }
        guard case .branch(let branches) = found else { throw .parameter(full(name), "Invalid array") }
        var texts: [String] = []
        for branch in branches {
            guard case .text(let text) = branch.tree else { throw .parameter(full(name), "Invalid array") }
            texts.append(text)
        }
        return texts
    }

    /// What `metadata` becomes: empty values take a name away, an empty whole takes all away.
    func metadata(_ now: [String: String] = [:]) throws(Refusal) -> [String: String] {
        guard let found = tree["metadata"] else { return now }
        guard case .branch(let branches) = found else { return [:] }
        var metadata = now
        for branch in branches {
            guard case .text(let value) = branch.tree else { throw .parameter("metadata", "Invalid metadata value") }
            guard branch.name.count <= Self.metadataNameMax, value.count <= Self.metadataValueMax else {
                throw .parameter(
                    "metadata[\(branch.name)]",
                    "Metadata keys can be at most \(Self.metadataNameMax) and values \(Self.metadataValueMax) characters."
                )
            }
            metadata[branch.name] = value.isEmpty ? nil : value
        }
        guard metadata.count <= Self.metadataMax else {
            throw .parameter("metadata", "You can specify up to \(Self.metadataMax) keys.")
        }
        return metadata
    }

    private func full(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix)[\(name)]" }
}
