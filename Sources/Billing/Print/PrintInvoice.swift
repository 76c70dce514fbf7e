package import Localization
import Papers
import Vocabulary

/// An invoice as a file, in the words of whoever reads it.
package struct PrintInvoice: Sendable {
    private let press = PaperPress()

    /// Throws `PaperError.busy`.
    package func print(_ found: InvoiceCase, in words: Translator) async throws -> [UInt8] {
        try await press.print(InvoiceWords(words).sheet(found), kind: "platform_invoice")
    }
}
