package import Localization

/// The mails that `FolderTransport` kept, for the page that shows them while developing.
package struct MailBox: Sendable {
    /// Mails listed on the page.
    static let listedMax = 100

    let folder: FolderTransport
    let catalogues: Catalogues

    package init(folder: FolderTransport, catalogues: Catalogues) {
        self.folder = folder
        self.catalogues = catalogues
    }

    struct Entry: Sendable {
        let site: String
        let name: String
        let mail: MailPart
    }

    /// Newest first over all sites; names are in the order of their making.
    func entries() -> [Entry] {
        let names = folder.slugs.flatMap { slug in folder.names(in: slug).map { (slug, $0) } }
        return names.sorted { $0.1 > $1.1 }.prefix(Self.listedMax).compactMap { entry($0.0, $0.1) }
    }

    func entry(_ site: String, _ name: String) -> Entry? {
        folder.message(site, name).map { Entry(site: site, name: name, mail: MailPart($0)) }
    }
}

extension MailBox.Entry {
    func header(_ name: String) -> String { MailPart.decodeWords(mail.field(name) ?? "") }

    func body(_ type: String) -> String? { mail.all.first { $0.type == type && $0.fileName == nil }?.text }

    var attachments: [MailPart] { mail.all.filter { $0.fileName != nil } }
}
