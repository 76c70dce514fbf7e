package import Foundation
import Metrics
import Synchronization
package import Vocabulary

/// What goes wrong, grouped by kind and place, so that an operator sees ten thousand equal failures as
/// one line with a count and the last few samples.
///
/// Messages are masked as log lines are. Both the groups and their samples are bounded; the group that
/// was quiet the longest makes room for a new one.
package final class ErrorTracker: Sendable {
    package static let groupsMax = 200
    package static let samplesMax = 5
    package static let messageCharactersMax = 500
    static let counterName = "errors"

    package struct Sample: Hashable, Sendable {
        package let time: Date
        package let message: String
        package let requestID: String?
        package let tenant: String?
    }

    package struct Group: Hashable, Sendable {
        /// The error's type with its module.
        package let type: String
        package let endpoint: String
        package fileprivate(set) var count = 0
        package let firstSeen: Date
        package fileprivate(set) var lastSeen: Date
        /// The newest last.
        package fileprivate(set) var samples: [Sample] = []
    }

    fileprivate struct Key: Hashable {
        let type: String
        let endpoint: String
    }

    fileprivate struct State {
        var groups: [Key: Group] = [:]
        var forgotten = 0
    }

    private let clock: WallClock
    private let state = Mutex(State())

    package init(clock: WallClock) { self.clock = clock }

    /// Groups that had to make room.
    package var forgottenGroups: Int { state.withLock { $0.forgotten } }

    /// The most recent first.
    package var snapshot: [Group] {
        state.withLock { $0.groups.values.sorted { ($0.lastSeen, $0.count) > ($1.lastSeen, $1.count) } }
    }

    /// What there is, which is forgotten then: whoever takes it keeps it. The most recent first.
    package func take() -> [Group] {
        state.withLock { state in
            defer { state.groups = [:] }
            return state.groups.values.sorted { ($0.lastSeen, $0.count) > ($1.lastSeen, $1.count) }
        }
    }

    /// - Parameter endpoint: the route's template, never a path that a client wrote.
    package func record(_ error: any Error, endpoint: String, requestID: String? = nil, tenant: String? = nil) {
        let now = clock.now()
        let type = String(reflecting: Swift.type(of: error))
        let message = String(SecretMask.mask("\(error)").prefix(Self.messageCharactersMax))
        let sample = Sample(time: now, message: message, requestID: requestID, tenant: tenant)
        let key = Key(type: type, endpoint: endpoint)
        Counter(label: Self.counterName, dimensions: [("type", type), ("endpoint", endpoint)]).increment()
        state.withLock { state in
            if state.groups[key] == nil && state.groups.count >= Self.groupsMax { state.forgetQuietest() }
            var group = state.groups[key] ?? Group(type: type, endpoint: endpoint, firstSeen: now, lastSeen: now)
            group.count += 1
            group.lastSeen = now
            group.samples = Array((group.samples + [sample]).suffix(Self.samplesMax))
            state.groups[key] = group
        }
    }
}

extension ErrorTracker.State {
    fileprivate mutating func forgetQuietest() {
        guard let quietest = groups.min(by: { $0.value.lastSeen < $1.value.lastSeen })?.key else { return }
        groups[quietest] = nil
        forgotten += 1
    }
}
