import Crypto
import Foundation
import Tenancy

/// Names one exact document.
enum RateDigest {
    static func of(_ bytes: some Sequence<UInt8>) -> String { SHA256.hash(data: Data(bytes)).hexadecimal }
}
