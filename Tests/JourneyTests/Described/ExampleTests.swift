import HTTPTypes
import Telemetry
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub
@testable import Web

@Suite("The description's examples are what they are examples of")
struct ExampleTests {
    @Test("Each answer's fits its schema in every version, each body's is read by its route without a fault")
    func fit() async throws {
        let fleet = try await TestFleet.make()
        let routes = try Hub(base: try await RunningHub.base(fleet)).map(draining: Draining()).all
        var (faults, answers, bodies): ([String], Int, Int) = ([], 0, 0)
        for route in routes {
            for output in route.outputs {
                guard let schema = output.schema else { continue }
                answers += 1
                for departure in schema.departures(of: schema.example(whole: true)) {
                    faults.append("\(route.tally.name) \(output.status.code): \(departure)")
                }
            }
            guard let body = OperationWriter(route: route).body else { continue }
            bodies += 1
            faults += Self.faults(of: body, route).map { "\(route.tally.name) body: \($0)" }
        }
        #expect(faults.isEmpty)
        // So that it is not an empty list that was looked through.
        #expect(answers > 100 && bodies > 100, "\(answers) answers, \(bodies) bodies")
        await fleet.close()
    }

    private static func faults(of body: Schema, _ route: Route) -> [String] {
        let example = body.example(whole: false)
        let departures = body.departures(of: example)
        if !departures.isEmpty { return departures }
        func members(_ place: String) -> [InputValue.Member] {
            OperationWriter(route: route).inputs.filter { $0.place == place && $0.field.isRequired }.map { field, _ in
                .init(field.name, field.schema.example(named: field.name, whole: false))
            }
        }
        let sources = InputSources(
            path: members("path"), query: members("query"), body: example.members, readsQuery: route.readsQuery,
            allowsStrangeQuery: true)
        do {
            try route.reads(sources)
            return []
        } catch let faults as InputFaults {
            // A partner's whole folder is no example; of its files only the beginnings stand there.
            return faults.faults.filter { $0.code != "folder" }.map { "\($0.pointer) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }
}
