import Foundation
import HTTPTypes
import Localization
import Rates
import Tenancy
import Vocabulary
import Web

/// Rates taken in by hand: a document that was pasted, or a file of the operator's own.
struct DeskRateImport: Sendable {
    let parts: DeskParts

    static let url = "\(DeskPart.exchangeRates.url)/import"
    /// A file and as much again that was pasted, with what a browser puts between.
    private static let options = RouteOptions(
        bodyBytesMax: 2 * RateDocument.bytesMax + 64 * 1024, tag: "desk", takesFiles: true)

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.rates), "Asks for a document of exchange rates",
                gives: [.html(), .signIn], options: .desk
            ) { (_: NoInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .exchangeRates)
                return try sitting.ask(question(sitting))
            },
            Route(
                .post, PathTemplate(Self.url), .operate(.rates), "Take in a document of exchange rates",
                gives: [.redirect(.seeOther, "The history.")], refuses: [.init(422, "input.invalid")],
                options: Self.options
            ) { (entry: RateImportEntry, context: OperatorPageContext) in
                try await take(entry, Sitting(context, parts, at: .exchangeRates))
            },
        ]
    }

    private func take(_ entry: RateImportEntry, _ sitting: Sitting) async throws -> Answer {
        guard case .success(let document) = entry.document else {
            return try again(entry, sitting)
        }
        do {
            let outcome = try await parts.rates.take.take(
                document.bytes, origin: document.isFile ? "console, file" : "console",
                actor: sitting.context.auditActor)
            let done = outcome.taken.isEmpty ? "rates_unchanged" : "rates_imported"
            let skipped = String(outcome.unknown.joined(separator: ".").prefix(RateLookInput.skippedMax))
            return .redirect(
                to: "\(DeskPart.exchangeRates.url)?done=\(done)" + (skipped.isEmpty ? "" : "&skipped=\(skipped)"))
        } catch let error as RateFaults {
            let place = document.isFile ? RateImportEntry.fileField : RateImportEntry.textField
            return try again(entry.refused(error.faults.map { $0.told(at: "/\(place)") }), sitting)
        }
    }

    private func again(_ entry: RateImportEntry, _ sitting: Sitting) throws -> Answer {
        var question = question(sitting)
        question.fields = TypedForm(entry.entered, entry.faults).filled(question.fields, ProblemWords(sitting.words))
        return try sitting.ask(question, status: .unprocessableContent)
    }

    private func question(_ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.rates.import.title"),
            consequences: [
                words("desk.rates.import.effect"), words("desk.rates.import.refusal"), words("desk.audited"),
            ],
            action: Self.url, submit: words("desk.rates.import.submit"), back: DeskPart.exchangeRates.url,
            fields: [
                FormField(
                    name: RateImportEntry.textField, label: words("desk.rates.import.document"), kind: .lines(16),
                    hint: words("desk.rates.import.hint"), isRequired: false, max: RateDocument.bytesMax,
                    isCode: true),
                FormField(
                    name: RateImportEntry.fileField, label: words("desk.rates.import.file"),
                    kind: .file(accept: ".xml,application/xml,text/xml", shown: nil), isRequired: false),
            ], isGrave: false, trail: [Link(words("desk.menu.exchange_rates"), DeskPart.exchangeRates.url)])
    }
}

/// A document as it was sent: one of the two, byte for byte, since whoever reads it judges every one of them.
struct RateImportEntry: RouteInput {
    struct Document: Sendable {
        let bytes: [UInt8]
        let isFile: Bool
    }

    let document: Result<Document, InputFaults>
    let entered: [InputValue.Member]
    private(set) var faults: [Problem.Fault]

    static let textField = "document"
    static let fileField = "file"
    static let schemaName: String? = nil

    static let fields: [FieldOutline] = [
        Field(textField, Kind<String>.text(max: RateDocument.bytesMax, [.lines]), "XML.").optional.outline,
        Field(
            fileField, Kind<String>.text(max: 1).described(as: .string(format: "binary")), "Instead of the text."
        ).optional.outline,
    ]

    /// Throws nothing: every fault is told on the page.
    static func read(_ sources: borrowing InputSources) -> RateImportEntry {
        var text = ""
        if case .texts(let texts)? = sources.body.first(where: { $0.name == textField })?.value {
            text = texts.first ?? ""
        }
        let files = sources.files.filter { $0.field == fileField }
        let fault: Problem.Fault? =
            if text.isEmpty, files.isEmpty {
                .init("/\(textField)", "required")
            } else if files.count > 1 || (!files.isEmpty && !text.isEmpty) {
                .init("/\(fileField)", "duplicate")
            } else {
                nil
            }
        let document: Result<Document, InputFaults> =
            if let fault {
                .failure(InputFaults([fault]))
            } else {
                .success(Document(bytes: files.first?.bytes ?? Array(text.utf8), isFile: !files.isEmpty))
            }
        return RateImportEntry(document: document, entered: sources.body, faults: fault.map { [$0] } ?? [])
    }

    func refused(_ faults: [Problem.Fault]) -> RateImportEntry {
        var copy = self
        copy.faults += faults
        return copy
    }
}
