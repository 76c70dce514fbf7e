import Synchronization
import Tenancy
import TestSupport
import Web

@testable import TravelHub

/// A fault in the way from a host to its rows, made in a serving process; the sweep has to notice it.
struct SiteMutant: Sendable, CustomStringConvertible {
    let description: String
    /// Nothing but what is carried here, cookies and keys, can show it: the rest of the sweep is left out.
    var isOfCarrying = false
    let alter: @Sendable (inout EdgeParts) -> Void

    /// What the sweep found first, or nil when the fault went unnoticed.
    func noticed() async throws -> String? {
        let found = Mutex<String?>(nil)
        let altering: @Sendable (inout EdgeParts) -> Void = { [alter] parts in
            // What a broken site answers is declared nowhere.
            parts.checksAnswers = false
            alter(&parts)
        }
        try await SweptSites.serve(.pooled, .schema, altering: altering) { sites in
            do {
                let sweep = try await RouteSweepTests.sweep(sites)
                var findings = isOfCarrying ? [] : try await sweep.run().findings
                if findings.isEmpty, !isOfCarrying { findings = try await sweep.bound(to: sites).run().findings }
                if findings.isEmpty { findings = try await sweep.strayings(on: sites) }
                if findings.isEmpty { findings = try await OperatorSweep(sites: sites).run() }
                found.withLock { [findings] in $0 = findings.first }
            } catch let missing as Wire.Reply.Missing {
                found.withLock { $0 = "the site does not work: \(missing)" }
            }
        }
        return found.withLock { $0 }
    }
}

enum SiteMutants {
    static let all: [SiteMutant] = [
        SiteMutant(description: "the cache of profiles forgets whose they are") { parts in
            let tenants = parts.tenants
            let kept = Kept<TenantProfile>()
            parts.tenants = TenantReach(
                resolve: tenants.resolve, entry: tenants.entry, known: { _ in kept.value },
                load: { kept.keep(try await tenants.load($0)) }, preview: tenants.preview,
                database: tenants.database, dataKey: tenants.dataKey)
        },
        SiteMutant(description: "a host is whoever was asked for first") { parts in
            let tenants = parts.tenants
            let kept = Kept<TenantDirectory.Resolution>()
            parts.tenants = TenantReach(
                resolve: { host in
                    guard case .tenant = tenants.resolve(host) else { return tenants.resolve(host) }
                    return kept.value ?? kept.keep(tenants.resolve(host))
                }, entry: tenants.entry, known: tenants.known, load: tenants.load, preview: tenants.preview,
                database: tenants.database, dataKey: tenants.dataKey)
        },
        SiteMutant(description: "a host of nobody's is the first site's") { parts in
            let tenants = parts.tenants
            let kept = Kept<TenantDirectory.Resolution>()
            parts.tenants = TenantReach(
                resolve: { host in
                    switch tenants.resolve(host) {
                    case .unknown: kept.value ?? .unknown
                    case .platform: .platform
                    case .tenant(let entry): kept.keep(.tenant(entry))
                    }
                }, entry: tenants.entry, known: tenants.known, load: tenants.load, preview: tenants.preview,
                database: tenants.database, dataKey: tenants.dataKey)
        },
        SiteMutant(description: "a slug is whoever was asked for first") { parts in
            let tenants = parts.tenants
            let kept = Kept<TenantEntry>()
            parts.tenants = TenantReach(
                resolve: { host in
                    let place = tenants.resolve(host)
                    if case .tenant(let entry) = place { kept.keep(entry) }
                    return place
                }, entry: { _ in kept.value }, known: tenants.known, load: tenants.load, preview: tenants.preview,
                database: tenants.database, dataKey: tenants.dataKey)
        },
        SiteMutant(description: "the cache is that of whoever asked first") { parts in
            let cache = parts.cache
            let kept = Kept<TenantEntry>()
            parts.cache = { cache(kept.value ?? kept.keep($0)) }
        },
        SiteMutant(description: "a program's key is good on every site", isOfCarrying: true) { parts in
            let (bearer, sites) = (parts.credentials.bearer, Sites())
            parts.credentials.bearer = { token, entry, place in
                try await sites.first(of: entry) { try await bearer(token, $0, place) }
            }
        },
        SiteMutant(description: "a session's cookie is good on every site", isOfCarrying: true) { parts in
            let (session, bearer, sites) = (parts.credentials.session, parts.credentials.bearer, Sites())
            parts.credentials.bearer = { token, entry, place in
                sites.note(entry)
                return try await bearer(token, entry, place)
            }
            parts.credentials.session = { cookie, entry, place in
                // A cookie that is nobody's is no fault, there is just nobody.
                try? await sites.first(of: entry) {
                    guard let caller = try await session(cookie, $0, place) else { throw CancellationError() }
                    return caller
                }
            }
        },
        SiteMutant(description: "the operators' token is not checked") { parts in
            parts.operators = OperatorTokens(["anyone": OperatorSweep.wrongToken]) ?? parts.operators
        },
    ]
}

/// The sites that somebody asked for, each of which may answer for another.
private final class Sites: Sendable {
    private let known = Mutex<[TenantEntry]>([])

    func note(_ entry: TenantEntry) { known.withLock { if !$0.contains(entry) { $0.append(entry) } } }

    func first<Value>(of entry: TenantEntry, _ ask: (TenantEntry) async throws -> Value) async throws -> Value {
        note(entry)
        do { return try await ask(entry) } catch {
            for other in known.withLock({ $0 }) where other != entry {
                if let value = try? await ask(other) { return value }
            }
            throw error
        }
    }
}

/// The first value that came.
private final class Kept<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)

    var value: Value? { state.withLock { $0 } }

    @discardableResult
    func keep(_ value: Value) -> Value {
        state.withLock { state in
            if state == nil { state = value }
        }
        return value
    }
}
