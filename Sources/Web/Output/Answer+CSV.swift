import HTTPTypes
import HummingbirdCore
import NIOCore

extension Answer {
    /// Bytes that are gathered before they are sent.
    private static let pieceBytes = 32 * 1024

    /// A file of records, written as its reader takes them: an export of any length needs the memory of one piece.
    ///
    /// `records` throws to end the file early; the reader sees that the answer is cut off.
    package static func csv<Records: AsyncSequence & Sendable>(
        fileName: String, byteOrderMark: Bool = true, columns: [String], _ records: Records
    ) -> Answer where Records.Element == [CSVWriter.Cell] {
        var answer = Answer(
            .ok, headers: [.contentType: CSVWriter.mediaType],
            body: .stream { writer in
                var csv = CSVWriter(byteOrderMark: byteOrderMark)
                csv.record(columns.map(CSVWriter.Cell.text))
                for try await record in records {
                    csv.record(record)
                    if csv.bytes.count >= pieceBytes { try await writer.write(ByteBuffer(bytes: csv.take())) }
                }
                try await writer.write(ByteBuffer(bytes: csv.take()))
                try await writer.finish(nil)
            })
        answer.headers[.contentDisposition] = attachment(fileName)
        return answer
    }

    /// RFC 6266: a plain name for old readers and the real one, escaped, for all others.
    package static func attachment(_ fileName: String) -> String {
        let plain = fileName.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
                && !"\"\\%;/".unicodeScalars.contains(scalar)
            return isPlain ? Character(scalar) : "_"
        }
        return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(PercentCoding.encode(fileName))"
    }
}
