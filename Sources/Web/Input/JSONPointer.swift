/// RFC 6901: how a fault names the place in the body that it is about.
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
}
