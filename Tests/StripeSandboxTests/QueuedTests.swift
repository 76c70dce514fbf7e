import Foundation
import Synchronization
import Testing

@testable import StripeSandbox

@Suite("That there is something to send")
struct QueuedTests {
    /// Swift wraps a closure once more each time a mutex hands it out by itself: thousands of calls later it was most of
    /// what the sandbox did.
    @Test("is told by as short a way after many calls as after the first")
    func depth() async throws {
        let shop = try await Shop.open()
        let depths = Mutex<[Int]>([])
        shop.sandbox.whenQueued { depths.withLock { $0.append(Thread.callStackReturnAddresses.count) } }
        for _ in 0..<200 { _ = await shop.get("/v1/balance") }
        let all = depths.withLock { $0 }
        let (first, last) = (try #require(all.first), try #require(all.last))
        #expect(all.count >= 200 && first > 0 && last < first + 20, "\(first) frames, then \(last)")
    }
}
