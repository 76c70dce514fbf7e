import Foundation
@testable import Jobs
import NameLookup
import Outbound
import Postgres
import Telemetry
import TestSupport
import Testing

@Suite("A job belongs to the trace of what it follows from")
struct TraceTests {
    @Test("What it asks of a stranger's server says so, with the job as the parent; a job of no trace says nothing")
    func carried() async throws {
        let fixture = try await JobFixture.make()
        let web = try await TestWebServer.start()
        let rule = DialRule.allowing([try #require(AddressBlock("127.0.0.1/32"))])
        let caller = OutboundCaller(names: NameResolver(servers: []), rule: rule, agent: "test")
        let url = try #require(OutboundURL("http://127.0.0.1:\(web.port)/hook"))
        let trace = try #require(
            TraceParent(
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                state: ["rojo=00f067aa0ba902b7", "congo=t61"]))
        let request = UUID()
        try await TraceParent.following(trace, as: request) { try await fixture.enqueue("traced", for: fixture.one) }
        try await fixture.enqueue("alone", for: fixture.two)
        let kept = try await fixture.fleet.admin.single("select trace from shared.jobs where trace is not null").only()
        #expect(try kept.get("trace", as: String.self) == trace.child(request).header)
        let worker = fixture.worker { _, context in
            _ = try await caller.call(.init(url))
            try await context.finish(with: [])
        }
        while try await worker.turn() > 0 {}
        let traces = web.traces
        #expect(traces.count == 2 && traces.contains(nil))
        for (trace, state) in zip(traces, web.traceStates) {
            #expect(state == (trace == nil ? nil : "rojo=00f067aa0ba902b7,congo=t61"))
        }
        let told = try #require(traces.compactMap(\.self).first.flatMap { TraceParent($0) })
        #expect(told.traceID == trace.traceID && told.flags == "01")
        #expect(![trace.parentID, trace.child(request).parentID].contains(told.parentID))
        await web.stop()
        await fixture.fleet.close()
    }
}
