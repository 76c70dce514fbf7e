/// `application/x-www-form-urlencoded` of the WHATWG URL standard §5, as bodies and as queries.
package enum FormCoding {
    /// Fields of one form or query; more is an attack on the parser.
    package static let fieldsMax = 200

    package enum Fault: Error, Hashable, Sendable {
        case malformed
        case tooMany
    }

    /// Flat members in order of first appearance; values under one name are gathered.
    package static func parse(_ text: Substring.UTF8View) throws(Fault) -> [InputValue.Member] {
        var names: [String] = []
        var values: [[String]] = []
        var count = 0
        for pair in text.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= fieldsMax else { throw .tooMany }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0]), name.utf8.count <= JSONParser.nameBytesMax,
                let value = parts.count == 2 ? decode(parts[1]) : ""
            else { throw .malformed }
            if let index = names.firstIndex(of: name) {
                values[index].append(value)
            } else {
                names.append(name)
                values.append([value])
            }
        }
        return zip(names, values).map { InputValue.Member($0, .texts($1)) }
    }

    /// `contact.email` and `travellers.0.given` become objects within objects.
    package static func nested(_ flat: [InputValue.Member]) -> [InputValue.Member] {
        flat.reduce(into: []) { tree, member in
            insert(member.value, at: member.name.split(separator: ".", omittingEmptySubsequences: false)[...], &tree)
        }
    }

    private static func insert(
        _ value: InputValue, at steps: ArraySlice<Substring>, _ tree: inout [InputValue.Member]
    ) {
        guard let first = steps.first, steps.count <= JSONParser.depthMax else { return }
        let name = String(first)
        guard steps.count > 1 else {
            tree.append(.init(name, value))
            return
        }
        if let index = tree.firstIndex(where: { $0.name == name }) {
            var inner = tree[index].value.members
            insert(value, at: steps.dropFirst(), &inner)
            tree[index].value = .object(inner)
        } else {
            var inner: [InputValue.Member] = []
            insert(value, at: steps.dropFirst(), &inner)
            tree.append(.init(name, .object(inner)))
        }
    }

    /// Nil on a cut-off escape or bytes that are not UTF-8.
    private static func decode(_ encoded: Substring.UTF8View) -> String? {
        guard encoded.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(Substring(encoded))
        }
        return PercentCoding.decode(encoded, plusIsSpace: true)
    }
}
