import NameLookup
import Outbound

/// The DNS records that a partner copies to where its domain is kept.
package struct DomainRecords: Sendable {
    package struct Record: Hashable, Sendable {
        package enum Purpose: String, Sendable { case ownership, routing }

        package let type: String
        package let name: String
        package let value: String
        package let purpose: Purpose
    }

    package let records: [Record]
    /// Instead of the TXT record: a file that the host serves today.
    package let filePath: String
    package let fileContent: String
    /// The name to claim beside it, since visitors type either.
    package let counterpart: HostName?
    /// A domain's apex takes no CNAME; some DNS hosts offer ALIAS or ANAME for the same.
    package let isApex: Bool

    package init(of claim: DomainClaim, targets: DomainTargets) {
        let isApex = RegistrableDomain.isApex(claim.host)
        var records: [Record] = []
        if let name = DomainProbe.challengeName(of: claim.host) {
            records.append(Record(type: "TXT", name: name.text, value: claim.token, purpose: .ownership))
        }
        if let host = targets.host, !isApex || targets.addresses.isEmpty {
            records.append(
                Record(
                    type: isApex ? "ALIAS" : "CNAME", name: claim.host.ascii, value: host.ascii, purpose: .routing))
        } else {
            records += targets.addresses.map {
                Record(
                    type: $0.isSixth ? "AAAA" : "A", name: claim.host.ascii, value: $0.description, purpose: .routing)
            }
        }
        self.records = records
        filePath = DomainProbe.path(claim.token)
        fileContent = claim.token
        counterpart = RegistrableDomain.counterpart(of: claim.host)
        self.isApex = isApex
    }
}
