import Messaging
import Testing
import Web

@Suite("An e-mail address")
struct AddressTests {
    static let good = [
        "ada@example.com", " ada@example.com\n", "a.b+c@mail.example.co.uk", "O'Brien@example.com",
        "jörg@exämple.de", "太郎@例え.jp", "ADA@EXAMPLE.COM", "a@xn--e1afmkfd.example", "a@b.c",
        "\(String(repeating: "l", count: 64))@example.com",
    ]
    static let bad = [
        "", "ada", "@example.com", "ada@", "ada@localhost", "a@b@example.com", ".a@example.com", "a.@example.com",
        "a..b@example.com", "a b@example.com", "a@exa mple.com", "a@example.com\r\nBcc: x@example.com",
        "\"a\"@example.com", "a<b>@example.com", "a,b@example.com", "a@192.0.2.1", "a@[192.0.2.1]", "a@1.2",
        "a@example.com:25", "a@example.com.", "a@例え。jp。", "a@-x.example", "a@x-.example", "a@x..example",
        "a@under_score.example", "a@xn--a.example", "a@exa%6dple.com", "a@exa/mple.com", "a\u{202E}@example.com",
        "a@\(String(repeating: "l", count: 64)).example", "\(String(repeating: "l", count: 65))@example.com",
        "a@\(String(repeating: "ä.", count: 60))example",
    ]

    @Test("is one by the same rule where it is typed and where a letter is sent", arguments: good + bad)
    func oneRule(_ text: String) throws {
        let isGood = Self.good.contains(text)
        #expect((EmailAddress(text) != nil) == isGood)
        #expect((MailAddress(text) != nil) == isGood)
        guard let email = EmailAddress(text) else { return }
        let address = MailAddress(email)
        #expect(MailAddress(address.typed) == address && address.normal == email.normal)
        // As the column of senders, and the wire, have it.
        #expect(address.description.wholeMatch(of: /[^@\s<>]{1,64}@[a-z0-9.-]{3,253}/) != nil)
    }
}
