package import NameLookup
package import Outbound

/// Looks at a host from outside: is the proof there, does it lead here, does its certificate hold.
package struct DomainProbe: Sendable {
    package static let label = "_travelhub-challenge"
    package static let path = "/.well-known/travelhub-challenge"

    let names: NameResolver
    let reader: OutboundReader
    let targets: DomainTargets

    package init(names: NameResolver, reader: OutboundReader, targets: DomainTargets) {
        self.names = names
        self.reader = reader
        self.targets = targets
    }

    /// Nil for a host that leaves no room for it.
    package static func challengeName(of host: HostName) -> DomainName? { DomainName("\(label).\(host.ascii)") }

    static func path(_ token: String) -> String { "\(path)/\(token)" }

    /// The file is looked for only where the record is not there, and a certificate only where visitors come here.
    func look(at claim: DomainClaim) async -> DomainSight {
        async let routed = routing(claim.host)
        let dns = await record(claim)
        var findings = [dns.finding]
        var proofs: [DomainMethod: DomainProof] = [.dns: dns.proof]
        if dns.proof != .proved(.dns) {
            let http = await file(claim)
            findings.append(http.finding)
            proofs[.http] = http.proof
        }
        let proof = Self.verdict(proofs, provedBefore: claim.method)
        let (routing, route) = await routed
        if let route { findings.append(route) }
        var certificate = DomainClaim.Certificate.unknown
        if routing == .here, claim.ownership.isOwned, let seen = await self.certificate(claim) {
            certificate = seen.certificate
            findings.append(seen.finding)
        }
        return DomainSight(proof: proof, routing: routing, certificate: certificate, findings: findings)
    }

    /// Either proof is enough. Without one, the way by which the host was proved before decides; for one that
    /// never was, it is absent where anybody says so.
    static func verdict(_ proofs: [DomainMethod: DomainProof], provedBefore: DomainMethod?) -> DomainProof {
        for method in [DomainMethod.dns, .http] where proofs[method] == .proved(method) { return .proved(method) }
        if let provedBefore, let proof = proofs[provedBefore] { return proof }
        return proofs.values.contains(.absent) ? .absent : .undecided
    }

    private func record(_ claim: DomainClaim) async -> (proof: DomainProof, finding: DomainFinding) {
        guard let name = Self.challengeName(of: claim.host) else {
            return (.absent, DomainFinding(.dns, .wrong, at: claim.host.ascii, expected: [claim.token], found: []))
        }
        func finding(_ verdict: DomainFinding.Verdict, _ found: [String], _ reason: DomainFinding.Reason? = nil)
            -> DomainFinding
        {
            DomainFinding(.dns, verdict, at: "TXT \(name)", expected: [claim.token], found: found, reason: reason)
        }
        do {
            let answer = try await names.texts(of: name)
            if answer.records.contains(where: { $0.trimmed == claim.token }) {
                return (.proved(.dns), finding(.right, [claim.token]))
            }
            let reason: DomainFinding.Reason =
                answer.records.isEmpty ? (answer.nameExists ? .noRecord : .noSuchName) : .otherValue
            return (.absent, finding(.wrong, answer.records, reason))
        } catch {
            return (.undecided, finding(.undecided, [error.rawValue], .lookupFailed))
        }
    }

    private func file(_ claim: DomainClaim) async -> (proof: DomainProof, finding: DomainFinding) {
        let path = Self.path(claim.token)
        func finding(_ verdict: DomainFinding.Verdict, _ found: [String], _ reason: DomainFinding.Reason? = nil)
            -> DomainFinding
        {
            DomainFinding(
                .http, verdict, at: "http://\(claim.host.ascii)\(path)", expected: [claim.token], found: found,
                reason: reason)
        }
        guard let name = DomainName(claim.host.ascii) else { return (.absent, finding(.wrong, [], .noSuchName)) }
        do {
            let answer = try await reader.get(.http, host: name, path: path)
            let body = String(decoding: answer.body, as: UTF8.self).trimmed
            switch answer.status {
            case 200 where body == claim.token: return (.proved(.http), finding(.right, [body]))
            case 200: return (.absent, finding(.wrong, [body], .otherValue))
            case 300..<400: return (.absent, finding(.wrong, ["\(answer.status)"], .redirected))
            case 500...: return (.undecided, finding(.undecided, ["\(answer.status)"], .status))
            default: return (.absent, finding(.wrong, ["\(answer.status)"], .status))
            }
        } catch {
            let (reason, found, isSure) = Self.explain(error)
            return (isSure ? .absent : .undecided, finding(isSure ? .wrong : .undecided, found, reason))
        }
    }

    /// What a fault says, and whether it says for sure that nothing is there.
    static func explain(_ fault: OutboundFault) -> (DomainFinding.Reason, found: [String], isSure: Bool) {
        switch fault {
        case .noAddress: (.noSuchName, [], true)
        case .refused(let address, let network): (.addressRefused, ["\(address) (\(network))"], true)
        case .lookup(let error): (.lookupFailed, [error.rawValue], false)
        case .unreachable: (.unreachable, [], false)
        case .timedOut: (.timedOut, [], false)
        case .certificate: (.certificateRefused, [], true)
        case .malformed: (.malformed, [], true)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(
            decoding: utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
    }
}
