import HTTPTypes
import Localization
import Vocabulary
import Web

struct KeptMailInput: Input {
    let site: String
    let name: String

    static let pattern = CodePattern("a-z0-9-", 1...100)
    static let form = Form("KeptMail", Field("site", .code(pattern)), Field("name", .code(pattern))) {
        KeptMailInput(site: $0, name: $1)
    }
}

struct KeptFileInput: Input {
    let mail: KeptMailInput
    let number: Int

    static let form = Form(
        "KeptMailFile", Field("site", .code(KeptMailInput.pattern)), Field("name", .code(KeptMailInput.pattern)),
        Field("number", .integer(0...MailPart.partsMax))
    ) { KeptFileInput(mail: KeptMailInput(site: $0, name: $1), number: $2) }
}

/// The platform's mail page while developing: what would have been sent, and to whom.
extension MessagingFeature {
    static let mailBoxPath = "/mail"

    func mailBoxRoutes(_ box: MailBox) -> [Route] {
        let one = "\(Self.mailBoxPath)/{site}/{name}"
        return [
            Route(
                .get, PathTemplate(Self.mailBoxPath), .anyone, "Mails that were kept instead of sent", gives: [.html()]
            ) {
                (_: NoInput, context: PlatformPageContext) in
                try page("inbox", MailListPage(entries: box.entries(), frame: frame(box, context)))
            },
            Route(
                .get, PathTemplate(one), .anyone, "One of them", gives: [.html()],
                refuses: [.init(404, "route.unknown")]
            ) { (input: KeptMailInput, context: PlatformPageContext) in
                try page("kept", MailViewPage(entry: try entry(input, box), frame: frame(box, context)))
                    .with(.contentSecurityPolicy, Self.viewPolicy)
            },
            Route(
                .get, PathTemplate("\(one)/html"), .anyone, "Its HTML, to be shown in a frame that may do nothing",
                gives: [.html()], refuses: [.init(404, "route.unknown")]
            ) { (input: KeptMailInput, _: PlatformPageContext) in
                guard let html = try entry(input, box).body("text/html") else { throw Problem.routeUnknown }
                return Answer.html(html, cache: .never).with(.contentSecurityPolicy, Self.framePolicy)
            },
            Route(
                .get, PathTemplate("\(one)/attachments/{number}"), .anyone, "A file that came with it",
                gives: [.other("application/octet-stream", "The file.")], refuses: [.init(404, "route.unknown")]
            ) { (input: KeptFileInput, _: PlatformPageContext) in
                let files = try entry(input.mail, box).attachments
                guard files.indices.contains(input.number) else { throw Problem.routeUnknown }
                // Never rendered, whatever it calls itself.
                return Answer.bytes(files[input.number].bytes, type: "application/octet-stream", cache: .never)
                    .with(
                        .contentDisposition,
                        "attachment; filename=\"attachment-\(input.number)\(ending(files[input.number]))\"")
            },
        ]
    }

    /// The page itself, and a frame of this host in it.
    private static let viewPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    /// Of a letter's HTML: styles of its own and nothing else, no script, no form, no picture from anywhere.
    private static let framePolicy = framePolicy(pictures: "data:", sandbox: "sandbox")
    /// Of a sample on a site's own host: with the site's pictures, which are given to their own origin alone. No
    /// script runs in either.
    package static let samplePolicy = framePolicy(pictures: "'self' data:", sandbox: "sandbox allow-same-origin")

    private static func framePolicy(pictures: String, sandbox: String) -> String {
        "default-src 'none'; style-src 'unsafe-inline'; img-src \(pictures); base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self'; \(sandbox)"
    }

    private func entry(_ input: KeptMailInput, _ box: MailBox) throws -> MailBox.Entry {
        guard let entry = box.entry(input.site, input.name) else { throw Problem.routeUnknown }
        return entry
    }

    private func ending(_ part: MailPart) -> String { part.type == "text/calendar" ? ".ics" : ".bin" }

    private func frame(_ box: MailBox, _ context: PlatformPageContext) -> MailBoxFrame {
        MailBoxFrame(
            words: box.catalogues.translator(context.locale),
            stylesheets: [shelf.path("platform.css")].compactMap(\.self))
    }

    private func page(_ template: String, _ model: some PageModel) throws -> Answer {
        .html(try templates.render(template, model), cache: .never)
    }
}
