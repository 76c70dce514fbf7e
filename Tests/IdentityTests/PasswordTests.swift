import Crypto
import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Passwords")
struct PasswordTests {
    @Test("A hash made at an older cost still opens, and is made anew when it does")
    func rehash() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let old = try await PasswordHasher(
                    secrets: .system, cost: .init(logRounds: 5, blockSize: 1, parallelism: 1)
                ).hash(House.password).description
                _ = try await house.scope.run(
                    "update accounts set password_hash = \(old) where account_id = \(try ada.account)")
                _ = try await house.logIn("ada@example.com")
                let now: String = try await house.scope.run("select password_hash from accounts").only().get(
                    "password_hash")
                #expect(old.contains("$ln=5,") && now.contains("$ln=4,"))
                _ = try await house.logIn("ada@example.com")
            }
        }
    }

    @Test("The cost of today is the one that OWASP asks for")
    func cost() async throws {
        let hash = try await PasswordHasher(secrets: .system).hash("a password of today").description
        #expect(hash.hasPrefix("$scrypt$ln=14,r=8,p=5$"))
    }

    @Test("The derivation is RFC 7914's: its own vectors, an empty secret among them")
    func vectors() throws {
        func derived(_ secret: String, _ salt: String, _ rounds: Int, _ size: Int, _ parallel: Int) throws -> String {
            try Scrypt.derive(
                from: secret.utf8, salt: salt.utf8, rounds: rounds, blockSize: size, parallelism: parallel, bytes: 64
            ).prefix(16).map { String(format: "%02x", $0) }.joined()
        }
        #expect(try derived("", "", 16, 1, 1) == "77d6576238657b203b19ca42c18a0497")
        #expect(try derived("password", "NaCl", 1024, 8, 16) == "fdbabe1c9d3472007856e7190d01e9fe")
        #expect(try derived("pleaseletmein", "SodiumChloride", 16384, 8, 1) == "7023bdcb3afd7348461c06cd81fd38eb")
        #expect(throws: Scrypt.Refused.self) { try derived("a", "b", 15, 8, 1) }
    }

    @Test(
        "Rows that are no hash of ours open nothing",
        arguments: [
            "", "$scrypt$", "$scrypt$ln=14,r=8,p=5$$", "$scrypt$ln=30,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
            "$2b$12$abcdefghijklmnopqrstuv", "$scrypt$ln=4,r=1,p=1,x=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
        ])
    func strange(text: String) async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            _ = try await house.member("ada@example.com")
            _ = try await house.scope.run("update accounts set password_hash = \(text)")
            await #expect(throws: IdentityError.logInFailed) { try await house.logIn("ada@example.com") }
        }
    }

    @Test("Too short, too long, one's own address, or known to thieves: refused by name")
    func rule() async throws {
        let directory = try TestDirectory.scratch()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let list = URL(fileURLWithPath: directory).appendingPathComponent("breached.txt")
        // SHA-1 of "password123", "letmein letmein" and a few around them, as the download has them.
        let digests = ["password123", "letmein letmein", "qwertyuiop", "abc", "xyz", "123456789012"].map(Self.sha1)
        try digests.sorted().map { "\($0):7\n" }.joined().write(to: list, atomically: true, encoding: .utf8)
        let breached = try BreachedPasswords(path: list.path)
        for password in ["password123", "letmein letmein", "qwertyuiop", "abc", "xyz", "123456789012"] {
            #expect(try await breached.contain(password), "\(password)")
        }
        for _ in 0..<50 { #expect(try await !breached.contain(UUID().uuidString)) }
        try await TwoHouses.with(breached: breached, attempts: nil) { houses in
            for (password, code) in [
                ("short", "too_short"), (String(repeating: "x", count: 129), "too_long"),
                ("ada@example.com", "password_is_email"), ("letmein letmein", "password_breached"),
            ] {
                await #expect(throws: IdentityError.self, "\(code)") {
                    do { try await houses.pooled.register("ada@example.com", password) } catch let error
                        as IdentityError
                    {
                        guard case .invalid(let faults) = error else { throw error }
                        #expect(faults.map(\.code) == [code])
                        throw error
                    }
                }
            }
        }
        try "not a list\n at all\n".write(to: list, atomically: true, encoding: .utf8)
        #expect(throws: BreachedPasswords.Fault.self) { try BreachedPasswords(path: list.path) }
        #expect(throws: BreachedPasswords.Fault.unreadable("/nowhere")) { try BreachedPasswords(path: "/nowhere") }
    }

    private static func sha1(_ text: String) -> String {
        Insecure.SHA1.hash(data: Data(text.utf8)).map { String(format: "%02X", $0) }.joined()
    }

    @Test("Typed on two keyboards, one letter in two ways, it is one password")
    func composed() async throws {
        try await TwoHouses.with { houses in
            let house = houses.schema
            _ = try await house.member("ada@example.com", password: "caf\u{E9} caf\u{E9} caf\u{E9}")
            _ = try await house.logIn("ada@example.com", "cafe\u{301} cafe\u{301} cafe\u{301}")
        }
    }
}
