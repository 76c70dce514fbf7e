import NameLookup
import Outbound

extension DomainProbe {
    /// Whether the host leads to where operators say that hosts have to lead, and what was seen of it.
    func routing(_ host: HostName) async -> (DomainClaim.Routing, DomainFinding?) {
        guard !targets.isEmpty, let name = DomainName(host.ascii) else { return (.unknown, nil) }
        func finding(_ verdict: DomainFinding.Verdict, _ found: [String], _ reason: DomainFinding.Reason? = nil)
            -> DomainFinding
        {
            DomainFinding(.routing, verdict, at: host.ascii, expected: targets.words, found: found, reason: reason)
        }
        do {
            let found = try await reader.addresses(of: name)
            let wanted = Set(try await expected())
            guard !found.isEmpty else { return (.elsewhere, finding(.wrong, [], .noSuchName)) }
            let words = found.map(DomainTargets.record)
            // One address elsewhere, and some visitors end there.
            return found.allSatisfy(wanted.contains)
                ? (.here, finding(.right, words)) : (.elsewhere, finding(.wrong, words, .otherValue))
        } catch {
            let (reason, found, _) = Self.explain(error)
            return (.unknown, finding(.undecided, found, reason))
        }
    }

    private func expected() async throws(OutboundFault) -> [AddressBytes] {
        guard let host = targets.host, let name = DomainName(host.ascii) else { return targets.addresses }
        return targets.addresses + (try await reader.addresses(of: name))
    }

    /// Whether browsers would take the host's certificate. Any answer over TLS is enough; nil when none was seen.
    func certificate(_ claim: DomainClaim) async -> (certificate: DomainClaim.Certificate, finding: DomainFinding)? {
        guard let name = DomainName(claim.host.ascii) else { return nil }
        func finding(_ verdict: DomainFinding.Verdict, _ found: [String], _ reason: DomainFinding.Reason? = nil)
            -> DomainFinding
        {
            DomainFinding(
                .certificate, verdict, at: "https://\(claim.host.ascii)", expected: ["a certificate for the host"],
                found: found, reason: reason)
        }
        do {
            let answer = try await reader.get(.https, host: name, path: Self.path(claim.token))
            return (.valid, finding(.right, ["\(answer.status)"]))
        } catch {
            let (reason, found, _) = Self.explain(error)
            let isRefused = error == .certificate
            return (isRefused ? .refused : .unknown, finding(isRefused ? .wrong : .undecided, found, reason))
        }
    }
}
