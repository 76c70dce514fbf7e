import Testing

@testable import Web

@Suite("Forms with files")
struct MultipartTests {
    private static let boundary = Array("b".utf8)

    private func parse(_ text: String) throws -> MultipartCoding.Parts {
        try MultipartCoding.parse(Array(text.utf8), boundary: Self.boundary)
    }

    private func part(_ head: String, _ content: String) -> String {
        "--b\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n"
    }

    @Test("Texts are gathered under their name, files are bytes, and a file that was not chosen is none")
    func whole() throws {
        let body =
            part("name=\"a\"", "1") + part("name=\"a\"", "two\r\n--c\r\nlines")
            + part("name=\"say %22hi%22\"", "é")
            + part("name=\"f\"; filename=\"a;b.svg\"\r\nContent-Type: image/svg+xml", "<svg/>\r\n\r\n--x")
            + part("name=\"g\"; filename=\"\"\r\nContent-Type: application/octet-stream", "") + "--b--\r\n"
        let parts = try parse(body)
        #expect(
            parts.fields == [
                .init("a", .texts(["1", "two\r\n--c\r\nlines"])), .init("say \"hi\"", .texts(["é"])),
            ])
        #expect(parts.files.map(\.field) == ["f"])
        #expect(parts.files.first?.bytes == Array("<svg/>\r\n\r\n--x".utf8))
    }

    @Test(
        "What no browser's form sends is refused",
        arguments: [
            "", "--b", "--b\r\n", "--b--x", "x--b--", "--c--",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
            "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--b--",
            "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "--b\r\nname\r\n\r\n1\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nX: \(String(repeating: "x", count: 2_100))\r\n\r\n1\r\n--b--",
        ])
    func refused(body: String) throws {
        // The end of a form may be the end of what was sent.
        if body == "--b--x" {
            #expect(try parse(body).fields.isEmpty)
        } else {
            #expect(throws: FormCoding.Fault.malformed) { try parse(body) }
        }
    }

    @Test("Cut off anywhere it is refused, and a text that is none, too")
    func cutOff() throws {
        let body = part("name=\"a\"", "1") + part("name=\"f\"; filename=\"x\"", "bytes") + "--b--"
        for length in 0..<body.utf8.count {
            #expect(throws: FormCoding.Fault.malformed) {
                try MultipartCoding.parse(Array(body.utf8.prefix(length)), boundary: Self.boundary)
            }
        }
        let head = Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8)
        #expect(throws: FormCoding.Fault.malformed) {
            try MultipartCoding.parse(head + [0xFF] + Array("\r\n--b--".utf8), boundary: Self.boundary)
        }
    }

    @Test("Has as many parts as a form has fields, and no more")
    func many() throws {
        let one = part("name=\"a\"", "")
        let most = String(repeating: one, count: FormCoding.fieldsMax)
        guard case .texts(let texts)? = try parse(most + "--b--").fields.first?.value else {
            throw try #require(nil as (any Error)?)
        }
        #expect(texts.count == FormCoding.fieldsMax)
        #expect(throws: FormCoding.Fault.tooMany) { try parse(most + one + "--b--") }
    }

    @Test("The boundary is read as it stands, quoted or not, and only where it could be one")
    func boundaries() {
        func read(_ type: String) -> String? {
            MultipartCoding.boundary(of: type).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(read("multipart/form-data; boundary=----WebKitFormBoundary7MA4") == "----WebKitFormBoundary7MA4")
        #expect(read("multipart/form-data; charset=utf-8; BOUNDARY=\"a b\"") == nil)
        #expect(read("multipart/form-data; Boundary=\"a:b\"") == "a:b")
        #expect(read("multipart/form-data") == nil && read("multipart/form-data; boundary=") == nil)
        #expect(read("multipart/form-data; boundary=\(String(repeating: "x", count: 71))") == nil)
        #expect(read("multipart/form-data; boundary=a\"b") == nil)
    }
}
