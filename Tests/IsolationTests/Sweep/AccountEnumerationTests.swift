import Foundation
import Identity
import NIOHTTP1
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// The limits on guessing are lifted, as in every sweep: they would answer before the question is asked.
@Suite("Whether an address has an account, as a stranger may ask over HTTP")
struct AccountEnumerationTests {
    @Test("Is told by no status, no word and no field of an answer, of a program's or of a page, on either site")
    func sites() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.attacker, sites.victim), (sites.victim, sites.attacker)] {
                let wire = sites.wire(partner.host)
                let people = try await StrangeAddresses.settle(on: wire, of: partner, beside: other)
                for question in AccountQuestion.all {
                    var answers: [String: AccountAnswer] = [:]
                    for (name, email) in people.all { answers[name] = try await question.ask(email, wire) }
                    let wanted = try #require(answers[people.nobody.name])
                    #expect(question.statuses.contains(wanted.status), "\(question.path): \(wanted.status)")
                    for (name, answer) in answers {
                        #expect(answer == wanted, "\(partner.host)\(question.path) tells of \(name)")
                    }
                }
            }
        }
    }

    @Test("Is told of no operator either")
    func operators() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let email = try #require(EmailAddress("grace@platform.example"))
            _ = try await sites.hub.identity.operators.make(
                "grace", email: email, password: SweptPeople.password, actor: "operator:cli")
            let wire = sites.wire(SweptSites.platformHost)
            var answers: [AccountAnswer] = []
            for address in [email.description, "grack@platform.example"] {
                for password in [SweptPeople.password, "not the password"] {
                    let fields = [("email", address), ("password", password), ("code", "000000")]
                    let reply = try await wire.form("/sign-in", [("accept", "text/html")], fields)
                    answers.append(AccountAnswer(reply, typed: address))
                }
            }
            #expect(answers[0].status == 401)
            #expect(Set(answers.dropFirst(2)).count == 1 && answers[1] == answers[2])
            #expect(answers[0] == answers[2], "a right password with a wrong code is told from nobody's")
        }
    }
}

/// Addresses of one length, so that not even the length of an answer differs by what was typed.
struct StrangeAddresses: Sendable {
    let all: [(name: String, email: String)]
    let nobody: (name: String, email: String)

    /// The owner's; one with a second factor to come is signed up for by nobody here. One that asked for an account
    /// and has not followed the letter; the owner of the other site; nobody's.
    static func settle(
        on wire: Wire, of partner: SweptPartner, beside other: SweptPartner
    ) async throws -> StrangeAddresses {
        let waiting = "asked@\(partner.word).example.com"
        let asked = try await AccountQuestion.register.ask(waiting, wire)
        guard asked.status == 202 else { throw Wire.Reply.Missing(description: "not asked: \(asked)") }
        let nobody = ("nobody", "xwner@\(partner.word).example.com")
        return StrangeAddresses(
            all: [
                ("the owner", SweptPeople(word: partner.word).email), nobody, ("who asked for an account", waiting),
                ("the other site's owner", SweptPeople(word: other.word).email),
                ("another nobody", "nbody@\(other.word).example.com"),
            ], nobody: nobody)
    }
}

/// A way to ask, by the way, whether somebody has an account.
struct AccountQuestion: Sendable {
    let path: String
    /// What it is answered by, whoever is asked about.
    let statuses: Set<Int>
    /// Besides the address.
    let fields: [(String, String)]

    static let register = AccountQuestion(
        path: "/api/auth/register", statuses: [202], fields: [("password", SweptPeople.password), ("name", "Ada")])

    private static let wrong = [("password", "not the password")]

    static let all: [AccountQuestion] = [
        AccountQuestion(path: "/api/auth/login", statuses: [401], fields: wrong),
        AccountQuestion(path: "/api/auth/password/forgot", statuses: [202], fields: []),
        AccountQuestion(
            path: "/api/auth/register", statuses: [202], fields: [("password", "another pass phrase"), ("name", "Eve")]),
        AccountQuestion(path: "/en/sign-in", statuses: [401, 422], fields: wrong),
        AccountQuestion(path: "/en/forgot", statuses: [303], fields: []),
        AccountQuestion(
            path: "/en/register", statuses: [303], fields: [("password", SweptPeople.password), ("name", "Ada")]),
        AccountQuestion(path: "/admin/sign-in", statuses: [401, 422], fields: wrong),
    ]

    func ask(_ email: String, _ wire: Wire) async throws -> AccountAnswer {
        let fields = [("email", email)] + self.fields
        guard !path.hasPrefix("/api/") else {
            let body = try JSONEncoder().encode(Dictionary(uniqueKeysWithValues: fields))
            return AccountAnswer(try await wire.json(path, [], String(decoding: body, as: UTF8.self)), typed: email)
        }
        // Each as a visitor who has just come.
        let form = try await wire.get(path, [("accept", "text/html")])
        guard let visit = form.cookie("visit"), let token = form.hidden("csrf_token") else {
            throw Wire.Reply.Missing(description: "no form on \(path): \(form.status)")
        }
        let reply = try await wire.form(
            path, [("accept", "text/html"), ("cookie", visit)], [("csrf_token", token)] + fields)
        return AccountAnswer(reply, typed: email)
    }
}

/// All that a stranger sees of an answer, but what is new in each and what they typed themselves.
struct AccountAnswer: Hashable, Sendable, CustomStringConvertible {
    let status: Int
    /// With what they say, in their order.
    let fields: [String]
    let body: String

    var description: String { "\(status)\n\(fields.joined(separator: "\n"))\n\n\(body)" }

    private static let passing: Set<String> = ["date", "x-request-id", "traceparent", "server-timing"]

    init(_ reply: Wire.Reply, typed email: String) {
        let id = reply.headers.first(name: "x-request-id")
        func told(_ text: String) -> String {
            var text = text
            let spellings = [email, email.replacingOccurrences(of: "@", with: "&#64;")]
            for spelling in spellings { text = text.replacingOccurrences(of: spelling, with: "<typed>") }
            if let id { text = text.replacingOccurrences(of: id, with: "<request>") }
            for pattern in [#"name="csrf_token" value="[^"]*""#, #"__Host-[a-z]+=[^;\n]*"#, #"'nonce-[^']+'"#] {
                text = text.replacingOccurrences(of: pattern, with: "<passing>", options: .regularExpression)
            }
            return text
        }
        status = reply.status
        fields = reply.headers.map { field in
            let name = field.name.lowercased()
            return Self.passing.contains(name) ? name : "\(name): \(told(field.value))"
        }
        body = told(reply.body)
    }
}
