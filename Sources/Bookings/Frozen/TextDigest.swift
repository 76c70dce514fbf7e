import Crypto
import Foundation
import Tenancy

/// Names one exact text, so that what was accepted can be told from what stands there now.
enum TextDigest {
    static func of(_ text: String) -> String { SHA256.hash(data: Data(text.utf8)).hexadecimal }
}
