import Localization
import NameLookup

/// Which hosts a partner may claim for itself. Others only an operator gives, in the partner's folder.
package struct DomainRules: Sendable {
    private let platformHosts: Set<HostName>
    private let platformSkeletons: [String]

    package init(platformHosts: Set<HostName>) {
        self.platformHosts = platformHosts
        platformSkeletons = platformHosts.compactMap(Self.skeleton)
    }

    /// Never delegated to anyone, or kept by machines for themselves (RFC 6761, 6762, 7686, 8375, 9476).
    private static let specialUse: Set<String> = [
        "alt", "arpa", "corp", "home", "internal", "invalid", "lan", "local", "localhost", "onion",
    ]
    static let labelsMin = 2
    /// Nobody copies an address with them.
    private static let foreignSigns: Set<Character> = [":", "/", "@", "[", "]", "%", "?", "#"]

    /// The host's one spelling.
    ///
    /// - Throws: ``DomainError``: `malformed`, `reserved`, `lookAlike`.
    package func host(_ text: String) throws(DomainError) -> HostName {
        guard !text.contains(where: Self.foreignSigns.contains), let host = HostName.normalise(text), !host.isAddress,
            DomainProbe.challengeName(of: host) != nil
        else { throw .malformed }
        let labels = host.ascii.split(separator: ".").map(String.init)
        guard labels.count >= Self.labelsMin, let last = labels.last, !Self.specialUse.contains(last) else {
            throw .reserved(host.ascii)
        }
        guard RegistrableDomain.of(host) != nil, !isPlatforms(host) else { throw .reserved(host.ascii) }
        for label in labels where label.hasPrefix("xn--") {
            if LookAlike.isMixed(HostLabel.unicode(label)) { throw .lookAlike(host.unicode) }
        }
        guard let skeleton = Self.skeleton(host), !resemblesPlatform(skeleton) else { throw .lookAlike(host.unicode) }
        return host
    }

    /// What it looks like to people.
    static func skeleton(_ host: HostName) -> String? { LookAlike.skeleton(of: host.unicode) }

    private func isPlatforms(_ host: HostName) -> Bool {
        platformHosts.contains { host == $0 || host.ascii.hasSuffix(".\($0.ascii)") }
    }

    private func resemblesPlatform(_ skeleton: String) -> Bool {
        platformSkeletons.contains { skeleton == $0 || skeleton.hasSuffix(".\($0)") }
    }
}
