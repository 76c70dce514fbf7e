import Foundation
import TestSupport

/// What `pdftotext` of poppler reads in a file: a second opinion on what is text.
enum PrintedText {
    struct Unread: Error {
        let status: Int32
    }

    static func of(_ bytes: [UInt8]) async throws -> String {
        let file = try TestDirectory.scratch() + "/paper.pdf"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        reader.arguments = ["pdftotext", "-layout", file, "-"]
        let output = Pipe()
        reader.standardOutput = output
        try reader.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        reader.waitUntilExit()
        guard reader.terminationStatus == 0 else { throw Unread(status: reader.terminationStatus) }
        return text
    }
}
