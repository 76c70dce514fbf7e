/// What the routes of one name counted together: a path that a partner's host and the platform's both have is one
/// endpoint to whoever reads the counts.
package struct SharedEndpoint: Sendable {
    package let method: String
    package let route: String
    /// By status.
    package private(set) var times: [EndpointTally.Times]

    package var name: String { "\(method) \(route)" }

    /// In the order in which the names come first.
    package static func all(_ tallies: [EndpointTally]) -> [SharedEndpoint] {
        var found: [SharedEndpoint] = []
        var places: [String: Int] = [:]
        for tally in tallies {
            if let place = places[tally.name] {
                found[place].add(tally.times)
            } else {
                places[tally.name] = found.count
                found.append(SharedEndpoint(method: tally.method, route: tally.route, times: tally.times))
            }
        }
        return found
    }

    private mutating func add(_ others: [EndpointTally.Times]) {
        for other in others {
            if let place = times.firstIndex(where: { $0.status == other.status }) {
                times[place] = EndpointTally.Times(status: other.status, tally: times[place].tally + other.tally)
            } else {
                times.append(other)
            }
        }
    }
}
