import Foundation
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Two serving processes")
struct TwoProcessesTests {
    /// What every process has to know of a change by; the bar, with room for a starved machine.
    static let seconds = 5.0

    @Test("Hear of a new partner, a published look and a suspension, and answer alike")
    func bothFollow() async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let desk = try TenantDesk(base: base)
        let sources = try TenantSources(base: base)
        _ = try await desk.apply(try sources.read("hinode"), actor: "operator:test")
        try await RunningHub.run(2, on: fleet) { hubs in
            for hub in hubs {
                #expect(try await hub.get("/api/site", host: "hinode.localhost").status == 200)
                #expect(try await hub.get("/api/site", host: "aurelia.localhost").status == 404)
            }

            _ = try await desk.apply(try sources.read("aurelia"), actor: "operator:test")
            try await eventually(hubs) { try await $0.get("/api/site", host: "aurelia.localhost").status == 200 }

            let scope = try #require(try await desk.scope(slug: "hinode"))
            let releases = BrandingReleases(identifiers: base.identifiers)
            let look = try sources.read("aurelia").branding
            let number = try await releases.draft(look, actor: "operator:test", in: scope)
            try await releases.publish(number, actor: "operator:test", in: scope)
            try await eventually(hubs) {
                try await $0.get("/api/site", host: "hinode.localhost").body.contains("\"release\":\(number)")
            }

            _ = try await desk.change(.suspend, slug: "hinode", actor: "operator:test")
            try await eventually(hubs) { try await $0.get("/api/site", host: "hinode.localhost").status == 503 }
            for hub in hubs {
                #expect(try await hub.get("/api/site", host: "aurelia.localhost").status == 200)
            }
        }
        await desk.close()
        await fleet.close()
    }

    @Test("A skeleton applies unchanged and its site answers")
    func skeletonAnswers() async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let desk = try TenantDesk(base: base)
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("x-\(UUID().text)/x")
        try TenantFolder.skeleton(slug: "x", to: directory.path)
        let definition = try TenantFolder.read(directory: directory.path)
        try await RunningHub.run(1, on: fleet) { hubs in
            _ = try await desk.apply(definition, actor: "operator:test")
            try await eventually(hubs) { try await $0.get("/api/site", host: "x.localhost").status == 200 }
            let again = try await desk.apply(definition, actor: "operator:test")
            #expect(again.isUnchanged)
        }
        await desk.close()
        await fleet.close()
        try FileManager.default.removeItem(at: directory.deletingLastPathComponent())
    }

    @Test("A text that does not fit its message is refused, and nothing is provisioned")
    func unfittingTextIsRefused() async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let desk = try TenantDesk(base: base)
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("y-\(UUID().text)/y")
        try TenantFolder.skeleton(slug: "y", to: directory.path)
        let texts = directory.appendingPathComponent("texts")
        try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
        try Data("home.heading: Hello {nobody}\n".utf8).write(to: texts.appendingPathComponent("en.yml"))
        let definition = try TenantFolder.read(directory: directory.path)
        let error = await #expect(throws: TenantError.self) {
            _ = try await desk.apply(definition, actor: "operator:test")
        }
        #expect(error?.problem.status == 422)
        #expect(try await desk.definition(slug: "y") == nil)
        await desk.close()
        await fleet.close()
        try FileManager.default.removeItem(at: directory.deletingLastPathComponent())
    }

    /// Asks until it is so, or fails at the bar; each question is a request, so nothing is slept through.
    private func eventually(
        _ hubs: [RunningHub], _ isSo: @Sendable (RunningHub) async throws -> Bool
    ) async throws {
        let start = ContinuousClock.now
        for (index, hub) in hubs.enumerated() {
            var holds = try await isSo(hub)
            while !holds, start.duration(to: .now) < .seconds(Self.seconds) { holds = try await isSo(hub) }
            #expect(holds, "process \(index) did not hear of it in \(Self.seconds) s")
        }
        print("heard by \(hubs.count) after \(start.duration(to: .now))")
    }
}
