import Foundation
import Tenancy
import Web

/// A host as somebody types it.
enum HostInput {
    /// Unicode letters take more room in ASCII, never less.
    static let charactersMax = HostName.bytesMax
    static let field = Field("host", .text(max: charactersMax), "`www.example.com`, in any script")
}

struct NewDomainInput: Input {
    let host: String

    static let form = Form("NewDomain", HostInput.field) { NewDomainInput(host: $0) }
}

struct DomainIDInput: Input {
    let id: UUID

    static let form = Form("DomainID", Field("id", .uuid)) { DomainIDInput(id: $0) }
}

/// The same for operators, who name the partner.
struct PartnerDomainInput: Input {
    let slug: String
    let host: String

    static let form = Form(
        "PartnerDomain", Field("slug", .code(SlugInput.pattern), "The partner's short name"), HostInput.field
    ) { PartnerDomainInput(slug: $0, host: $1) }
}

struct PartnerDomainIDInput: Input {
    let slug: String
    let id: UUID

    static let form = Form(
        "PartnerDomainID", Field("slug", .code(SlugInput.pattern), "The partner's short name"), Field("id", .uuid)
    ) { PartnerDomainIDInput(slug: $0, id: $1) }
}

struct ChallengeInput: Input {
    let token: String

    static let form = Form(
        "Challenge",
        Field("token", .code(CodePattern("a-z2-7", DomainChance.tokenCharacters...DomainChance.tokenCharacters)))
    ) { ChallengeInput(token: $0) }
}

struct AskInput: Input {
    let domain: String

    static let form = Form("Ask", Field("domain", .text(max: HostName.bytesMax), "The host that a client named")) {
        AskInput(domain: $0)
    }
}
