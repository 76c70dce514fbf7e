package import Tenancy
package import Vocabulary

/// From what a paper says to the bytes of its file, in a reader's language.
package struct PrintPaper: Sendable {
    let press: PaperPress

    package init(press: PaperPress) { self.press = press }

    /// Throws `PaperError.busy`.
    package func receipt(
        _ content: ReceiptContent, for traveller: String, of profile: TenantProfile, in locale: LocaleTag
    ) async throws -> [UInt8] {
        try await press.print(PaperWords(profile, locale).receipt(content, for: traveller), kind: "receipt")
    }

    /// Throws `PaperError.busy`.
    package func issued(_ paper: IssuedPaper, of profile: TenantProfile, in locale: LocaleTag) async throws -> [UInt8] {
        try await press.print(PaperWords(profile, locale).invoice(paper), kind: paper.kind.rawValue)
    }
}
