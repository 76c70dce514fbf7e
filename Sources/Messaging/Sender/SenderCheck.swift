package import NameLookup
package import Tenancy

/// Whether a domain's own records let us write in its name: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).
package struct SenderCheck: Sendable {
    package enum Subject: String, Sendable, CaseIterable, Codable {
        case spf
        case dkim
        case dmarc
    }

    /// Each has its words, `mail_check.<subject>.<verdict>`.
    package enum Verdict: String, Sendable, CaseIterable, Codable {
        /// As it should be.
        case right
        /// There is no such record.
        case missing
        /// There is one, and it does not do.
        case wrong
        /// More than one, so that receivers take none.
        case several
        /// It does, and asks for nothing: DMARC's `p=none`, SPF's `+all`.
        case weak
        /// The name servers could not be asked.
        case unknown
        /// Nothing to check: no key has been made, or the platform names no record of its own.
        case unset
    }

    package struct Finding: Sendable, Hashable, Codable {
        package let subject: Subject
        package let verdict: Verdict
        /// Where the record stands.
        package let name: String
        package let found: [String]
        /// What would be right; nil where nothing is to be done.
        package let expected: String?
    }

    package struct Report: Sendable, Hashable {
        package let findings: [Finding]
        /// What the sender comes to by it; set by whoever writes that down.
        package internal(set) var standing = DomainOwnership.pending

        package var isProven: Bool { standing == .verified }

        /// Whether the domain publishes the partner's own key, which only we hold. Its SPF record proves nothing: what
        /// it includes is the platform's and the same for all partners, so another's domain would do.
        var proof: DomainProof {
            switch findings.first(where: { $0.subject == .dkim })?.verdict {
            case .right: .proved(.dns)
            case .unknown: .undecided
            default: .absent
            }
        }
    }

    /// A record that a sender's domain is to publish.
    package struct Wanted: Sendable, Hashable {
        package let subject: Subject
        package let name: String
        package let value: String
    }

    private let resolver: NameResolver
    private let spfInclude: DomainName?

    /// - Parameter spfInclude: the name under which the platform publishes its mail servers' addresses.
    package init(resolver: NameResolver, spfInclude: DomainName?) {
        self.resolver = resolver
        self.spfInclude = spfInclude
    }

    /// What is to be copied to where the domain is kept, whatever stands there now.
    package func wanted(_ sender: ChosenSender) -> [Wanted] {
        let domain = sender.address.domain.ascii
        var wanted: [Wanted] = []
        if let spfInclude {
            wanted.append(Wanted(subject: .spf, name: domain, value: Self.spfRecord(spfInclude)))
        }
        if let key = sender.dkim {
            wanted.append(
                Wanted(subject: .dkim, name: "\(key.selector)._domainkey.\(domain)", value: Self.dkimRecord(key)))
        }
        return wanted + [Wanted(subject: .dmarc, name: "_dmarc.\(domain)", value: Self.dmarcRecord(domain))]
    }

    private static func spfRecord(_ name: DomainName) -> String { "v=spf1 include:\(name) ~all" }
    private static func dmarcRecord(_ domain: String) -> String {
        "v=DMARC1; p=quarantine; rua=mailto:dmarc@\(domain)"
    }

    package func check(_ sender: ChosenSender) async -> Report {
        guard let domain = DomainName(sender.address.domain.ascii) else { return Report(findings: []) }
        async let spf = spf(domain)
        async let dkim = dkim(domain, sender.dkim)
        async let dmarc = dmarc(domain)
        return Report(findings: [await spf, await dkim, await dmarc])
    }

    private func spf(_ domain: DomainName) async -> Finding {
        let expected = spfInclude.map(Self.spfRecord)
        guard let records = await records(domain, { Self.tag($0, "v=spf1", " ") }) else {
            return Finding(subject: .spf, verdict: .unknown, name: domain.text, found: [], expected: expected)
        }
        let words = records.first?.lowercased().split(separator: " ").map(String.init) ?? []
        let verdict: Verdict
        if records.count > 1 {
            verdict = .several
        } else if records.isEmpty {
            verdict = spfInclude == nil ? .unset : .missing
        } else if words.contains(where: { $0 == "+all" || $0 == "all" }) {
            verdict = .weak
        } else if let spfInclude {
            let names = ["include:\(spfInclude)", "+include:\(spfInclude)", "redirect=\(spfInclude)"]
            verdict = words.contains(where: names.contains) ? .right : .wrong
        } else {
            verdict = .unset
        }
        return Finding(
            subject: .spf, verdict: verdict, name: domain.text, found: records,
            expected: verdict == .right ? nil : expected)
    }

    func dkim(_ domain: DomainName, _ key: ChosenSender.PublishedKey?) async -> Finding {
        guard let key, let name = domain.below("_domainkey").flatMap({ $0.below(key.selector) }) else {
            return Finding(subject: .dkim, verdict: .unset, name: "_domainkey.\(domain)", found: [], expected: nil)
        }
        let expected = Self.dkimRecord(key)
        guard let records = await records(name, { $0.contains("p=") }) else {
            return Finding(subject: .dkim, verdict: .unknown, name: name.text, found: [], expected: expected)
        }
        let isOurs = records.first.map { Self.tags($0)["p"] == key.publicText } ?? false
        let verdict: Verdict =
            records.count > 1 ? .several : records.isEmpty ? .missing : isOurs ? .right : .wrong
        return Finding(
            subject: .dkim, verdict: verdict, name: name.text, found: records,
            expected: verdict == .right ? nil : expected)
    }

    /// The record of the domain itself, else of the one that it belongs to, as receivers look for it.
    private func dmarc(_ domain: DomainName) async -> Finding {
        let labels = domain.text.split(separator: ".")
        let parents = labels.count > 2 ? [domain.text, labels.dropFirst().joined(separator: ".")] : [domain.text]
        let expected = Self.dmarcRecord(domain.text)
        for (index, parent) in parents.enumerated() {
            guard let name = DomainName("_dmarc.\(parent)") else { continue }
            guard let records = await records(name, { Self.tag($0, "v=dmarc1", ";") }) else {
                return Finding(subject: .dmarc, verdict: .unknown, name: name.text, found: [], expected: expected)
            }
            if records.isEmpty, index + 1 < parents.count { continue }
            let policy = records.first.map { Self.tags($0)["p"]?.lowercased() ?? "" }
            let verdict: Verdict =
                switch (records.count, policy) {
                case (0, _): .missing
                case (2..., _): .several
                case (_, "quarantine"), (_, "reject"): .right
                case (_, "none"): .weak
                default: .wrong
                }
            return Finding(
                subject: .dmarc, verdict: verdict, name: name.text, found: records,
                expected: verdict == .right ? nil : expected)
        }
        return Finding(subject: .dmarc, verdict: .missing, name: "_dmarc.\(domain)", found: [], expected: expected)
    }

    package static func dkimRecord(_ key: ChosenSender.PublishedKey) -> String {
        "v=DKIM1; k=\(key.algorithm == .rsa ? "rsa" : "ed25519"); p=\(key.publicText)"
    }

    /// Nil when nobody could be asked, which is not the same as that there are none.
    private func records(_ name: DomainName, _ isWanted: (String) -> Bool) async -> [String]? {
        guard let answer = try? await resolver.texts(of: name) else { return nil }
        return answer.records.filter(isWanted)
    }

    private static func tag(_ record: String, _ first: String, _ separator: Character) -> Bool {
        record.lowercased().prefix { $0 != separator }.filter { $0 != " " } == first
    }

    private static func tags(_ record: String) -> [String: String] {
        var tags: [String: String] = [:]
        for part in record.split(separator: ";") {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { continue }
            tags[halves[0].filter { !$0.isWhitespace }.lowercased()] = String(halves[1].filter { !$0.isWhitespace })
        }
        return tags
    }
}
