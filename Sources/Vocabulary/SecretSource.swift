/// Where unguessable bytes come from. Passed in, so that a test can foresee them.
package struct SecretSource: Sendable {
    package let bytes: @Sendable (Int) -> [UInt8]

    package init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

    package static let system = SecretSource { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
