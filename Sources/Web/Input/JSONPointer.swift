/// RFC 6901: how a fault names the place in the body that it is about, and how a part of a value is named.
enum JSONPointer {
    static func text(_ steps: some Sequence<String>) -> String {
        steps.reduce(into: "") { pointer, step in
            pointer += "/"
            for scalar in step.unicodeScalars {
                switch scalar {
                case "~": pointer += "~0"
                case "/": pointer += "~1"
                default: pointer.unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// Nil unless it is empty or begins with a slash, and each `~` is one of `~0` and `~1`.
    static func steps(_ pointer: Substring) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.first == "/" else { return nil }
        var steps: [String] = []
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var step = ""
            var isEscaped = false
            for scalar in part.unicodeScalars {
                switch (isEscaped, scalar) {
                case (false, "~"): isEscaped = true
                case (true, "0"): (step, isEscaped) = (step + "~", false)
                case (true, "1"): (step, isEscaped) = (step + "/", false)
                case (true, _): return nil
                default: step.unicodeScalars.append(scalar)
                }
            }
            if isEscaped { return nil }
            steps.append(step)
        }
        return steps
    }
}

extension InputValue {
    /// What the steps of a pointer lead to; nil where they lead nowhere.
    func at(_ steps: some Sequence<String>) -> InputValue? {
        var value = self
        for step in steps {
            switch value {
            case .object:
                guard let next = value[step] else { return nil }
                value = next
            case .list(let items):
                // RFC 6901 §4: no sign, no leading zero.
                guard let index = Int(step), String(index) == step, items.indices.contains(index) else { return nil }
                value = items[index]
            default: return nil
            }
        }
        return value
    }
}
