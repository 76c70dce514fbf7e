import Foundation
import Synchronization
import Telemetry
import Testing
import Vocabulary

@Suite("The error tracker")
struct ErrorTrackerTests {
    private struct Broken: Error, CustomStringConvertible { let description: String }
    private enum Other: Error { case it }

    private final class Ticks: Sendable {
        let seconds = Mutex(0.0)
        var clock: WallClock {
            WallClock {
                Date(
                    timeIntervalSince1970: self.seconds.withLock {
                        $0 += 1
                        return $0
                    })
            }
        }
    }

    @Test("groups by type and endpoint, keeps the last samples, masks their secrets")
    func groups() {
        let tracker = ErrorTracker(clock: Ticks().clock)
        for number in 1...7 {
            tracker.record(
                Broken(description: "n\(number) password=hunter2"), endpoint: "GET /a", requestID: "r\(number)",
                tenant: "hinode")
        }
        tracker.record(Other.it, endpoint: "GET /a")
        tracker.record(Broken(description: String(repeating: "x", count: 10_000)), endpoint: "GET /b")
        let groups = tracker.snapshot
        #expect(groups.map(\.endpoint) == ["GET /b", "GET /a", "GET /a"])
        #expect(groups.map(\.count) == [1, 1, 7])
        #expect(groups[2].type.hasSuffix("Broken") && groups[1].type.hasSuffix("Other"))
        #expect(groups[2].samples.map(\.message) == (3...7).map { "n\($0) password=***" })
        #expect(groups[2].samples.last?.requestID == "r7" && groups[2].samples.last?.tenant == "hinode")
        #expect(groups[2].firstSeen < groups[2].lastSeen)
        #expect(groups[0].samples[0].message.count == ErrorTracker.messageCharactersMax)
    }

    @Test("the group that was quiet the longest makes room")
    func bounded() {
        let tracker = ErrorTracker(clock: Ticks().clock)
        for number in 0..<ErrorTracker.groupsMax { tracker.record(Other.it, endpoint: "\(number)") }
        tracker.record(Other.it, endpoint: "0")
        tracker.record(Other.it, endpoint: "new")
        let endpoints = tracker.snapshot.map(\.endpoint)
        #expect(endpoints.count == ErrorTracker.groupsMax)
        #expect(endpoints.prefix(2) == ["new", "0"])
        #expect(!endpoints.contains("1"))
        #expect(tracker.forgottenGroups == 1)
    }
}
