import Foundation
import Mustache
import Storefront
import Testing
import Web

@Suite struct PageModelTests {
    @Test("every stored field of a model can be named by a template")
    func everyField() throws {
        let site = try FixtureSite(.all[0], "en")
        let models: [any PageModel] = [
            site.site, site.site.assets, site.site.brand, site.site.support, site.site.legal, site.home(),
            site.search(filled: true),
            site.search().rooms[0], site.search().destination, site.home().destinations[0], site.results(),
            site.card(0),
            site.price(90), site.terms(0), site.checkout(faults: true), site.confirmation(), site.manage(found: false),
            site.booking(quoted: true), site.legal(), site.cookies(), site.failure("404", "route.unknown"),
            site.priceChanged(),
        ]
        for model in models {
            for label in Mirror(reflecting: model).children.compactMap(\.label) {
                let answered = Self.spellings(label).contains { model.child(named: $0) != nil }
                #expect(answered, "\(type(of: model)).\(label)")
            }
        }
    }

    /// Names that a template uses for a Swift field: snake case, and the few that differ on purpose.
    private static func spellings(_ label: String) -> [String] {
        let snake = label.replacing("URL", with: "Url").replacing("ID", with: "Id")
            .replacing(/[A-Z]/) { "_" + String($0.0).lowercased() }
        let others = ["stars": "star_signs", "errors": "search_errors", "newPrice": "price"]
        return [snake, others[label] ?? snake]
    }

    @Test("an absent value ends the look-up instead of falling through to the model around it")
    func absent() throws {
        let site = try FixtureSite(.all[0], "en")
        #expect(site.card(1).child(named: "availability") is Absent)
        #expect(site.card(1).child(named: "no_such_field") == nil)
    }

    @Test("names stand in the locale's order, and Japanese asks for kana and Latin as well")
    func names() throws {
        func parts(_ language: String) throws -> [String] {
            NameFields.make(
                index: 2, order: NameFields.order(language: language), language: language,
                text: try FixtureText(language: language)
            ).map(\.name)
        }
        #expect(try parts("de") == ["traveller_2_given", "traveller_2_family"])
        #expect(try parts("ru") == ["traveller_2_family", "traveller_2_given"])
        #expect(
            try parts("ja") == [
                "traveller_2_family", "traveller_2_given", "traveller_2_family_kana", "traveller_2_given_kana",
                "traveller_2_latin",
            ])
        let full = NameFields.make(index: 1, order: .full, language: "en", text: try FixtureText(language: "en"))
        #expect(full.map(\.autocomplete) == ["name"])
    }

    @Test("the error summary keeps the order of the fields and is absent without faults")
    func summary() throws {
        let right = Field(id: "a", name: "a", label: "A")
        let wrong = Field(id: "b", name: "b", label: "B", error: "bad")
        #expect(ErrorSummary(of: [right]) == nil)
        let summary = try #require(
            ErrorSummary(of: [right, wrong], and: [.init(fieldID: "c", label: "C", text: "too")]))
        #expect(summary.faults.map(\.fieldID) == ["b", "c"])
    }

    @Test("the same place keeps its plate")
    func plates() {
        #expect(Plate(for: "PAR").number == Plate(for: "PAR").number)
        #expect(Set((0..<100).map { Plate(for: "hotel-\($0)").number }) == [1, 2, 3, 4])
    }
}
