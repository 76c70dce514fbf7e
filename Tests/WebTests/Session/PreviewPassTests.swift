import Foundation
import Testing
import Vocabulary

@testable import Web

@Suite("A pass to a look that is not published")
struct PreviewPassTests {
    private let one = TenantID(UUID())
    private let two = TenantID(UUID())
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func keys() throws -> SessionKeys { try #require(SessionKeys(secret: Array(repeating: 9, count: 32))) }

    @Test("opens its own tenant's release until it is over")
    func opens() throws {
        let keys = try keys()
        let text = PreviewPass(release: 3, of: one, now: now).text(keys)
        #expect(PreviewPass(text, of: one, keys: keys, now: now)?.release == 3)
        #expect(PreviewPass(text, of: two, keys: keys, now: now) == nil)
        let end = now.addingTimeInterval(TimeInterval(PreviewPass.seconds))
        #expect(PreviewPass(text, of: one, keys: keys, now: end.addingTimeInterval(-1)) != nil)
        #expect(PreviewPass(text, of: one, keys: keys, now: end) == nil)
    }

    @Test(
        "that is none is refused, whatever numbers stand in it",
        arguments: [
            "", ".", "..", "1.2", "1.2.3.4", "x.1800000100.m", "1.x.m", "0.1800000100.m", "-1.1800000100.m",
            "1.\(Int.max).m", "1.\(Int.min).m", "1.-1.m", "\(Int.max).\(Int.max).m", "1.99999999999999999999.m",
        ])
    func refused(text: String) throws {
        #expect(PreviewPass(text, of: one, keys: try keys(), now: now) == nil)
    }

    @Test("with any part changed is refused")
    func changed() throws {
        let keys = try keys()
        let parts = PreviewPass(release: 3, of: one, now: now).text(keys).split(separator: ".").map(String.init)
        for index in parts.indices {
            var other = parts
            other[index] = index == 2 ? String(parts[2].reversed()) : "\((Int(parts[index]) ?? 0) + 1)"
            #expect(PreviewPass(other.joined(separator: "."), of: one, keys: keys, now: now) == nil)
        }
    }
}
