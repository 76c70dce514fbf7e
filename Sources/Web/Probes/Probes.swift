import HTTPTypes

/// What load balancers and people ask a process about itself.
///
/// `/livez`: the process answers. `/readyz`: send it traffic. `/healthz`: how each dependency is
/// (draft-inadarei-api-health-check). They answer on every host, and show no numbers or names of
/// hosts, since anyone can reach them.
package struct Probes: Sendable {
    package struct Dependency: Sendable {
        package let name: String
        /// Without it the process serves nothing; with others missing it serves less.
        package let isVital: Bool
        let check: @Sendable () async -> Bool

        package init(_ name: String, isVital: Bool, check: @escaping @Sendable () async -> Bool) {
            self.name = name
            self.isVital = isVital
            self.check = check
        }
    }

    private struct Finding: Sendable {
        let name: String
        let isVital: Bool
        let isWell: Bool
    }

    package static let mediaType = "application/health+json"

    private let dependencies: [Dependency]
    private let draining: Draining

    package init(_ dependencies: [Dependency], draining: Draining) {
        self.dependencies = dependencies
        self.draining = draining
    }

    package func routes() -> RouteGroup {
        let output = RouteOutput.other(Self.mediaType, "How the process is.")
        let unwell = RouteOutput.other(Self.mediaType, "It is not well.", .serviceUnavailable)
        let options = RouteOptions(secondsMax: nil, tag: "probes")
        return RouteGroup(
            "probes",
            [
                Route(.get, "/livez", .anyone, "The process runs", gives: [output], options: options) {
                    (_: NoInput, _: OpenContext) in Self.answer("pass", .ok, [])
                },
                Route(.get, "/readyz", .anyone, "The process takes traffic", gives: [output, unwell], options: options)
                {
                    (_: NoInput, _: OpenContext) in await readiness()
                },
                Route(.get, "/healthz", .anyone, "How each dependency is", gives: [output, unwell], options: options) {
                    (_: NoInput, _: OpenContext) in await health()
                },
            ])
    }

    private func readiness() async -> Answer {
        if draining.isOn { return Self.answer("fail", .serviceUnavailable, []) }
        let findings = await findings(of: dependencies.filter(\.isVital))
        let isReady = findings.allSatisfy(\.isWell)
        return Self.answer(isReady ? "pass" : "fail", isReady ? .ok : .serviceUnavailable, findings)
    }

    private func health() async -> Answer {
        let findings = await findings(of: dependencies)
        if findings.contains(where: { $0.isVital && !$0.isWell }) {
            return Self.answer("fail", .serviceUnavailable, findings)
        }
        return Self.answer(findings.allSatisfy(\.isWell) ? "pass" : "warn", .ok, findings)
    }

    private func findings(of dependencies: [Dependency]) async -> [Finding] {
        await withTaskGroup(of: Finding.self) { group in
            for dependency in dependencies {
                group.addTask {
                    Finding(name: dependency.name, isVital: dependency.isVital, isWell: await dependency.check())
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
        }
    }

    private static func answer(
        _ status: String, _ code: HTTPResponse.Status, _ findings: [Finding]
    ) -> Answer {
        var json = JSONWriter()
        json.object { json in
            json.member("status", status)
            guard !findings.isEmpty else { return }
            json.member(
                "checks",
                object: { json in
                    for finding in findings {
                        json.member(
                            finding.name,
                            array: { json in
                                json.object {
                                    $0.member("status", finding.isWell ? "pass" : finding.isVital ? "fail" : "warn")
                                }
                            })
                    }
                })
        }
        return .bytes(json.bytes, type: mediaType, status: code, cache: .never)
    }
}
