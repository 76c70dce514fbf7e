import Crypto
import TestSupport
import Testing

@testable import Tenancy

@Suite("Master keys")
struct MasterKeysTests {
    private static let one = "1:" + String(repeating: "5a", count: 32)
    private static let two = "2:" + String(repeating: "A5", count: 32)

    @Test("Are read newest first")
    func reads() throws {
        let keys = try MasterKeys("\(Self.two),\(Self.one)")
        #expect(keys.current.number == 2)
        #expect(keys.keys.map(\.number) == [2, 1])
        #expect(keys.key(number: 1) != nil && keys.key(number: 3) == nil)
        #expect(try MasterKeys(MasterKeys.generated(number: 7)).current.number == 7)
        #expect(MasterKeys.generated() != MasterKeys.generated())
    }

    @Test("No key at all is a fault of its own", arguments: [""])
    func empty(text: String) {
        #expect(throws: MasterKeys.Fault.empty) { try MasterKeys(text) }
    }

    @Test("A number that stands twice is refused")
    func duplicate() {
        #expect(throws: MasterKeys.Fault.duplicate(number: 1)) {
            try MasterKeys("\(Self.one),\(Self.one)")
        }
    }

    @Test(
        "Anything but <number>:<64 hexadecimal digits> is refused by its place",
        arguments: [
            ("1", 1), ("1:", 1), (":\(String(repeating: "5a", count: 32))", 1),
            ("0:\(String(repeating: "5a", count: 32))", 1),
            ("-1:\(String(repeating: "5a", count: 32))", 1),
            ("1:\(String(repeating: "5a", count: 31))", 1),
            ("1:\(String(repeating: "5a", count: 33))", 1),
            ("1:\(String(repeating: "5g", count: 32))", 1),
            ("a:\(String(repeating: "5a", count: 32))", 1), ("\(one),", 2), ("\(one),,\(two)", 2),
            (",\(one)", 1),
            ("1::\(String(repeating: "5a", count: 32))", 1), (" \(one)", 1),
            ("+1:\(String(repeating: "5a", count: 32))", 1),
            ("3000000000:\(String(repeating: "5a", count: 32))", 1), ("\(one),2:5a", 2),
        ])
    func malformed(text: String, position: Int) {
        #expect(throws: MasterKeys.Fault.malformed(position: position)) { try MasterKeys(text) }
    }

    @Test("Each purpose has a key of its own")
    func purposes() throws {
        let keys = try MasterKeys(Self.one)
        func bytes(_ purpose: String) -> [UInt8] {
            keys.purposeKey(purpose).withUnsafeBytes { [UInt8]($0) }
        }
        #expect(bytes("offers") == bytes("offers"))
        #expect(bytes("offers") != bytes("forms"))
        #expect(bytes("offers").count == 32)
    }
}
