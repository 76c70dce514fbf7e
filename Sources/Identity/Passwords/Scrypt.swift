import COpenSSL

/// The key derivation of RFC 7914 by Debian's OpenSSL. swift-crypto has it too, in C that a debug build compiles
/// without optimising: each log-in would take a second there, and the tests half of their time.
package enum Scrypt {
    /// `rounds` is N, `blockSize` r and `parallelism` p. Throws where they are none that the standard allows.
    package static func derive(
        from secret: some Collection<UInt8>, salt: some Collection<UInt8>, rounds: Int, blockSize: Int,
        parallelism: Int, bytes: Int
    ) throws -> [UInt8] {
        // 128·r·N for the blocks that are mixed, 128·r·p for their ends and a little for the rest.
        let memory = UInt64(128 * blockSize * (rounds + parallelism + 2))
        var key = [UInt8](repeating: 0, count: bytes)
        let outcome = Array(secret).withUnsafeBytes { secret in
            EVP_PBE_scrypt(
                secret.bindMemory(to: CChar.self).baseAddress, secret.count, Array(salt), salt.count,
                UInt64(rounds), UInt64(blockSize), UInt64(parallelism), memory, &key, bytes)
        }
        guard outcome == 1 else { throw Refused(rounds: rounds, blockSize: blockSize, parallelism: parallelism) }
        return key
    }

    package struct Refused: Error {
        let rounds: Int
        let blockSize: Int
        let parallelism: Int
    }
}
