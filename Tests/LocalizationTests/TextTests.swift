import Localization
import Testing
import Vocabulary

@Suite("Typed text")
struct TextTests {
    @Test("digits of every script become ASCII and nothing else changes")
    func digits() {
        #expect(Digits.ascii("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ０１２３ ०१२३ 𝟘𝟙") == "0123456789 0123456789 0123 0123 01")
        #expect(Digits.ascii("½ ² ① 四 e\u{301}") == "½ ² ① 四 e\u{301}")
        #expect(Digits.ascii("plain 42") == "plain 42")
    }

    @Test(
        "a place is found in any script",
        arguments: [
            ("Москва", "moskva"), ("MOSKVA", "moskva"), ("München", "munchen"), ("Saint-Étienne", "saint etienne"),
            ("Xi'an", "xian"), ("Ｔｏｋｙｏ", "tokyo"), ("  São   Paulo ", "sao paulo"), ("Straße", "strasse"),
            ("ロンドン", "rondon"), ("Αθήνα", "athena"), ("İstanbul", "istanbul"), ("Łódź", "lodz"), ("", ""),
            ("'", ""), ("東京", "dong jing"), ("서울", "seoul"),
        ])
    func searchKeys(name: String, key: String) {
        #expect(Transliteration.searchKey(name) == key)
    }

    @Test("search keys are always small ASCII, whatever the text", arguments: 0..<10)
    func anything(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x3_0000, using: &generator))
                text.unicodeScalars.append(scalar ?? "x")
            }
            let key = Transliteration.searchKey(text)
            #expect(key.allSatisfy { $0 == " " || $0.isASCII && ($0.isNumber || $0.isLowercase) })
            #expect(!key.hasPrefix(" ") && !key.hasSuffix(" "))
            #expect(Transliteration.searchKey(key) == key)
        }
    }
}

@Suite("Telephone numbers")
struct PhoneNumberTests {
    @Test(
        "are read as people of the region write them, in their own digits",
        arguments: [
            ("030 901820", "DE", "+4930901820"), ("(030) 90-18-20", "DE", "+4930901820"),
            ("０３－１２３４－５６７８", "JP", "+81312345678"), ("03-1234-5678", "JP", "+81312345678"),
            ("٩٩٧٧ ٦٦٥٥", "KW", "+96599776655"), ("2222 4444", "KW", "+96522224444"),
            ("8 (495) 123-45-67", "RU", "+74951234567"), ("+7 495 123 45 67", "GB", "+74951234567"),
            ("020 7946 0958", "GB", "+442079460958"), ("0044 20 7946 0958", "DE", "+442079460958"),
            ("＋４９ ３０ ９０１８２０", nil, "+4930901820"),
        ] as [(String, String?, String)])
    func normalise(text: String, region: String?, e164: String) throws {
        #expect(try PhoneNumbers.normalise(text, region: region) == e164)
    }

    @Test(
        "are refused with the reason",
        arguments: [
            ("12", "KW", .tooShort), ("123456789012345678901", "DE", .tooLong), ("call me", "DE", .notANumber),
            ("030 901820", nil, .invalidCountry), ("+999 123456789", "DE", .invalidCountry), ("", "DE", .notANumber),
            ("030 901820", "XX", .invalidCountry), (String(repeating: "1", count: 10_000), "DE", .tooLong),
        ] as [(String, String?, PhoneFault)])
    func refuse(text: String, region: String?, fault: PhoneFault) {
        #expect(throws: fault) { try PhoneNumbers.normalise(text, region: region) }
    }

    @Test("are shown in national form at home and with the country code abroad")
    func display() {
        #expect(PhoneNumbers.display("+4930901820", region: "DE") == "030 901820")
        #expect(PhoneNumbers.display("+4930901820", region: "GB") == "+49 30 901820")
        #expect(PhoneNumbers.display("+96599776655", region: nil) == "+965 9977 6655")
        #expect(PhoneNumbers.display("nonsense", region: "DE") == "nonsense")
        #expect(PhoneNumbers.region(of: "+96599776655") == "KW")
        #expect(PhoneNumbers.region(of: "+99912345678") == nil)
    }
}
