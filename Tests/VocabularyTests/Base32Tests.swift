import Testing
import Vocabulary

@Suite("Base 32")
struct Base32Tests {
    /// RFC 4648 §10.
    static let examples = [
        ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
        ("foobar", "mzxw6ytboi"),
    ]

    @Test("reads what it writes, in either case", arguments: examples)
    func known(_ plain: String, _ text: String) {
        #expect(Base32.encode(plain.utf8) == text)
        #expect(Base32.decode(text) == Array(plain.utf8) && Base32.decode(text.uppercased()) == Array(plain.utf8))
    }

    @Test("refuses what it would not write", arguments: ["m", "mz1w6", "my======", "mz", "mzx", "ＭＺ", "mzxw6ytboj"])
    func refused(_ text: String) {
        #expect(Base32.decode(text) == nil)
    }
}
