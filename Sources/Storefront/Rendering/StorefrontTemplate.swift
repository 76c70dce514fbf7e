package import Web

/// The pages there are, each with its template.
package enum StorefrontTemplate: String, CaseIterable, Sendable {
    case home = "pages/home"
    case results = "pages/results"
    case hotel = "pages/hotel"
    case checkout = "pages/checkout"
    case interruption = "pages/interruption"
    case confirmation = "pages/confirmation"
    case manage = "pages/manage"
    case booking = "pages/booking"
    case legal = "pages/legal"
    case cookies = "pages/cookies"
    case failure = "pages/failure"
    case platform = "pages/platform"
}

extension PageTemplates {
    /// - Throws: `PageTemplateError` when the template is missing.
    package func render(_ template: StorefrontTemplate, _ document: Document) throws -> String {
        try render(template.rawValue, document)
    }
}
