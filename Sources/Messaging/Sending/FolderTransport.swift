package import Foundation

/// Keeps mails as files, a folder for each partner: what happens where no mail server is configured.
package struct FolderTransport: MailTransport {
    /// Mails kept of one partner; the oldest go first.
    package static let keptMax = 500
    package static let ending = ".eml"

    package let directory: URL

    package init(directory: URL) { self.directory = directory }

    package func send(_ mail: ReadyMail) async throws -> String {
        let folder = directory.appendingPathComponent(mail.tenantSlug)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appendingPathComponent(mail.name + Self.ending)
            try Data(mail.message.utf8).write(to: file, options: .atomic)
        } catch {
            throw MailFault.unreachable("not written: \(error)")
        }
        for old in names(in: mail.tenantSlug).dropFirst(Self.keptMax) {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(old + Self.ending))
        }
        return "kept in \(mail.tenantSlug)/\(mail.name)\(Self.ending)"
    }

    /// Newest first.
    package func names(in slug: String) -> [String] {
        guard Self.isName(slug) else { return [] }
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(slug).path)) ?? []
        return files.filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }.sorted(by: >)
    }

    package var slugs: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter(Self.isName).sorted()
    }

    /// Nil for a mail that is not kept.
    package func message(_ slug: String, _ name: String) -> String? {
        guard Self.isName(slug), Self.isName(name) else { return nil }
        let path = directory.appendingPathComponent(slug).appendingPathComponent(name + Self.ending).path
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Letters, digits and hyphens: nothing that leads out of the folder.
    private static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
