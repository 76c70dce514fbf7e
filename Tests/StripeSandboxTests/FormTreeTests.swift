import Testing

@testable import StripeSandbox

@Suite("Stripe's nested forms")
struct FormTreeTests {
    @Test("Brackets nest, and lists are counted or not")
    func nests() {
        let tree = FormTree("a[b][c]=1&list[]=x&list[]=y&n[0]=p&n[1]=q&plain=z%20z+z")
        #expect(tree?["a"]?["b"]?["c"] == .text("1"))
        #expect(tree?["list"]?["1"] == .text("y"))
        #expect(tree?["n"]?["0"] == .text("p"))
        #expect(tree?["plain"] == .text("z z z"))
    }

    @Test("Names that do not close are refused", arguments: ["a[b=1", "a]b[=1", "[a]=1", "a[b]c=1", "a[b[c]]=1"])
    func refusesBroken(text: String) { #expect(FormTree(text) == nil) }

    @Test("One fingerprint for every order of the same fields")
    func isCanonical() {
        #expect(FormTree("a=1&b[c]=2&b[d]=3")?.canonical == FormTree("b[d]=3&b[c]=2&a=1")?.canonical)
        #expect(FormTree("a=1&b=2")?.canonical != FormTree("a=1&b=21")?.canonical)
    }
}
