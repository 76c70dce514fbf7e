import Vocabulary

extension Kind {
    /// Several of a kind: a JSON array, a repeated query parameter, or a form's `name.0`, `name.1`.
    package static func list<Item>(
        _ item: Kind<Item>, _ count: ClosedRange<Int>
    ) -> Kind<[Item]> where Value == [Item] {
        Kind<[Item]>(.array(item.schema, count)) { value, log in
            guard let inputs = items(of: value) else {
                log.report("type", ["expected": .text("list")])
                return nil
            }
            guard count.contains(inputs.count) else {
                log.report(
                    inputs.count > count.upperBound ? "too_many" : "out_of_range",
                    ["min": .number(count.lowerBound), "max": .number(count.upperBound)])
                return nil
            }
            var items: [Item] = []
            items.reserveCapacity(inputs.count)
            for (index, input) in inputs.enumerated() {
                if let read = log.item(index, { item.read(input, &$0) }) { items.append(read) }
            }
            return items.count == inputs.count ? items : nil
        }
    }

    /// The same where a form has one field, with a line for each; empty lines are none.
    package static func lines<Item>(
        _ item: Kind<Item>, _ count: ClosedRange<Int>
    ) -> Kind<[Item]> where Value == [Item] {
        let list = Kind<[Item]>.list(item, count)
        return Kind<[Item]>(list.schema) { value, log in
            guard case .texts(let texts) = value, texts.count == 1 else { return list.read(value, &log) }
            let lines = texts[0].split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
            return list.read(.texts(lines.map(String.init)), &log)
        }
    }

    /// Fields within a field.
    package static func object(_ form: Form<Value>) -> Kind<Value> {
        Kind(form.schema) { value, log in
            guard case .object(let members) = value else {
                log.report("type", ["expected": .text("object")])
                return nil
            }
            return form.read(InputSources(body: members), &log)
        }
    }

    private static func items(of value: InputValue) -> [InputValue]? {
        switch value {
        case .list(let items): return items
        case .texts(let texts): return texts.map { .texts([$0]) }
        case .object(let members):
            let numbered = members.compactMap { member in Int(member.name).map { (number: $0, value: member.value) } }
            guard numbered.count == members.count, members.count > 0 else { return nil }
            return numbered.sorted { $0.number < $1.number }.map(\.value)
        default: return nil
        }
    }
}
