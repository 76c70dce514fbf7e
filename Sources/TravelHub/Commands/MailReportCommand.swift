import ArgumentParser
import Foundation
import Messaging

extension MailCommand {
    /// What the mail server that keeps `MAIL_RETURNS` pipes each mail into.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in a delivery report or a complaint from standard input, as a mail server pipes it.")

        /// A report returns at most the header of a mail of ours, or all of it.
        static let bytesMax = 1_048_576

        @Option(help: "The address that it came to; else its header is looked at.")
        var recipient: String?

        func run() async throws {
            guard let mail = try FileHandle.standardInput.read(upToCount: Self.bytesMax) else {
                throw ValidationError("standard input holds no mail")
            }
            let outcome = try await JobsCommand.opened { hub in
                try await hub.mail.bounces.record(String(decoding: mail, as: UTF8.self), sentTo: recipient)
            }
            switch outcome {
            case .recorded(let tenant, let count): print("\(count) recorded for \(tenant)")
            // A mail server that hears of a failure would send us a report on our report.
            case .notAReport: print("no report: nothing was recorded")
            case .unknownMail: print("not about a mail of ours: nothing was recorded")
            }
        }
    }
}
