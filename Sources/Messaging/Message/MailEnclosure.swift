import Foundation

/// A file that goes with a mail, sealed with it while it waits.
package struct MailEnclosure: Sendable, Hashable, Codable {
    /// Of one mail's enclosures together. Mail servers take ten times as much; more than papers need is a mistake.
    package static let bytesMax = 4 * 1024 * 1024

    /// Plain ASCII, of our own making.
    package let fileName: String
    package let type: String
    package let bytes: [UInt8]

    package init(fileName: String, type: String, bytes: [UInt8]) {
        self.fileName = fileName
        self.type = type
        self.bytes = bytes
    }

    /// More was to go with a mail than goes with one.
    package struct TooLarge: Error {
        package let bytes: Int
    }

    var attachment: Letter.Attachment {
        Letter.Attachment(fileName: fileName, type: "\(type); name=\"\(fileName)\"", bytes: bytes)
    }

    private enum Key: String, CodingKey {
        case name, type, content
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            fileName: try container.decode(String.self, forKey: .name),
            type: try container.decode(String.self, forKey: .type),
            bytes: Array(try container.decode(Data.self, forKey: .content)))
    }

    /// The content as base64: a list of numbers would be four times as long.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(fileName, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(Data(bytes), forKey: .content)
    }
}

extension MailMessage {
    var enclosures: [MailEnclosure] {
        guard case .bookingPapers(_, let enclosures) = self else { return [] }
        return enclosures
    }
}
