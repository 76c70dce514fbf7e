import HTTPTypes
import Vocabulary
import Web

struct BounceInput: Input {
    static let charactersMax = 262_144
    static let recipientCharactersMax = 1_000
    let message: String
    let recipient: String?

    static let form = Form(
        "DeliveryReport",
        Field(
            "message", .text(max: charactersMax, [.lines]), "The report as it came: RFC 3464 or 5965, with its header."),
        Field(
            "recipient", .text(max: recipientCharactersMax),
            "The address that it came to, by its envelope; else its header is looked at."
        ).optional
    ) { BounceInput(message: $0, recipient: $1) }
}

/// Where the program that takes in the platform's own mail hands over reports.
extension MessagingFeature {
    var bounceRoutes: [Route] {
        [
            Route(
                .post, "/api/platform/mail/bounces", .operate(.mail),
                "Writes down what a delivery report or a complaint says of a mail of ours",
                gives: [.json(.object("DeliveryReportRecorded", [.init("recorded", .count)], closed: true))],
                refuses: [.init(422, "mail.report_unreadable"), .init(404, "mail.message_unknown")],
                // Escapes of JSON take room, too.
                options: RouteOptions(bodyBytesMax: 4 * BounceInput.charactersMax)
            ) { (input: BounceInput, _: OperatorContext) in
                switch try await bounces.record(input.message, sentTo: input.recipient) {
                case .notAReport: throw Problem(422, "mail.report_unreadable")
                case .unknownMail: throw Problem(404, "mail.message_unknown")
                case .recorded(_, let count): return .json { json in json.object { $0.member("recorded", count) } }
                }
            }
        ]
    }
}
