import Foundation
import HTTPTypes
import Localization
import Metrics
import Tenancy
import Vocabulary
import Web

/// The brand editor: everything that a look is made of is typed, seen in a frame of the site and kept as a draft.
///
/// What is typed is kept for the reader alone each time that the form is sent, be it right or wrong, readable or not:
/// so a preview needs no script, a chosen file is not lost, and what the contrast gate refuses can be looked at. The
/// page's script only sends the form while it is typed in, and shows what it is answered: see `BrandReply`.
struct BrandEditPages: Sendable {
    let parts: AdminParts

    static let path = "\(BrandPages.path)/edit"

    /// Four pictures, each several times too large: whoever sends one is told so on the page and not by the edge.
    private static let bodyBytesMax = 16 * BrandAsset.bytesMax

    var routes: [Route] {
        let options = RouteOptions.console.servingImpersonation
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.branding, .write), "The brand editor", gives: [.html()],
                options: options
            ) { (input: BrandEditInput, context: StaffPageContext) in
                let desk = try await BrandDesk(Seat(context, parts))
                return try desk.page(input.view, done: input.done)
            },
            Route(
                .post, PathTemplate(Self.path), .staff(.branding, .write), "See what was typed, or keep it as a draft",
                gives: [
                    .redirect(),
                    .json(BrandReply.schema, .ok, "To a preview that is asked for as JSON, while it is typed."),
                ], refuses: [.init(422, "branding.contrast"), .init(422, "input.invalid")],
                options: RouteOptions(bodyBytesMax: Self.bodyBytesMax, tag: "console", takesFiles: true)
                    .servingImpersonation
            ) { (entry: BrandEntry, context: StaffPageContext) in try await take(entry, Seat(context, parts)) },
            Route(
                .get, PathTemplate("\(Self.path)/pictures/{place}"), .staff(.branding, .read),
                "A picture of the look in the editor",
                gives: BrandAsset.Format.allCases.map { .other($0.mediaType, "The picture.") }, options: .console
            ) { (input: PictureInput, context: StaffPageContext) in
                let desk = try await BrandDesk(Seat(context, parts))
                guard let asset = desk.branding[input.place] else { throw Problem.routeUnknown }
                return .bytes(Array(asset.bytes), type: asset.format.mediaType, cache: .never)
            },
            Route(
                .get, PathTemplate("\(Self.path)/discard"), .staff(.branding, .write), "Asks whether to begin anew",
                gives: [.html()], options: options
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(
                    Question(
                        title: seat.t("console.brand.discard"), consequences: [seat.t("console.brand.discard_text")],
                        action: "\(Self.path)/discard", submit: seat.t("console.brand.discard"), back: Self.path))
            },
            Route(
                .post, PathTemplate("\(Self.path)/discard"), .staff(.branding, .write), "Begin anew",
                gives: [.redirect()], options: options
            ) { (_: NoInput, context: StaffPageContext) in
                let desk = try await BrandDesk(Seat(context, parts))
                try await parts.sketches.drop(
                    by: desk.account, actor: context.auditActor, in: context.scope)
                Self.count("dropped")
                return desk.seat.then(Self.path, done: "sketch_dropped")
            },
        ]
    }

    private func take(_ entry: BrandEntry, _ seat: Seat) async throws -> Answer {
        let desk = try await BrandDesk(seat)
        let profile = seat.context.profile
        let branding = desk.branding.changed(by: entry.change, name: profile.name(in: profile.defaultLocale))
        if entry.deed == .preview, Self.isTyping(seat) { return try await reply(to: entry, branding, desk) }
        FaultLog.count(entry.faults)
        let contrast = ContrastGate.check(branding)
        let actor = seat.context.auditActor
        if entry.faults.isEmpty, contrast.isEmpty, entry.deed == .draft {
            let number = try await BrandPages.told {
                try await parts.releases.draft(branding, sketchOf: desk.account, actor: actor, in: seat.scope)
            }
            Self.count("drafted")
            return seat.then("\(BrandPages.path)/releases/\(number)", done: "drafted")
        }
        try await parts.sketches.keep(branding, by: desk.account, actor: actor, in: seat.scope)
        if entry.faults.isEmpty, entry.deed == .preview {
            Self.count("kept")
            // What cannot be read is told above the preview.
            let place = contrast.isEmpty ? "#\(BrandView.anchor)" : ""
            return .redirect(to: "\(Self.path)?done=sketched&\(entry.view.query)\(place)")
        }
        Self.count(entry.faults.isEmpty ? "blocked" : "refused")
        return try await BrandDesk(seat).page(entry.view, typed: TypedForm(entry.entered, entry.faults))
    }

    /// Half a colour is no mistake yet, and how the preview is looked at changes nothing: neither is counted or kept.
    private func reply(to entry: BrandEntry, _ branding: BrandingDefinition, _ desk: BrandDesk) async throws -> Answer {
        let seat = desk.seat
        let isChanged = branding != desk.branding
        if isChanged {
            try await parts.sketches.keep(
                branding, by: desk.account, actor: seat.context.auditActor, isNoted: !desk.isGoingOn, in: seat.scope)
            Self.count("typed")
        }
        let after = isChanged ? try await BrandDesk(seat) : desk
        let form = TypedForm(entry.entered, entry.faults).filled(after.form(entry.view), ProblemWords(seat.words))
        return .json(
            BrandReply(
                form: form, contrast: after.contrast, sight: BrandSight(seat), view: entry.view, isChanged: isChanged),
            cache: .never
        ).varying(.accept)
    }

    /// The script says that it wants no page.
    private static func isTyping(_ seat: Seat) -> Bool {
        seat.context.arrival.head.headerFields[.accept]?.contains("application/json") == true
    }

    private static func count(_ outcome: String) {
        Counter(label: "travelhub_brand_sketches_total", dimensions: [("outcome", outcome)]).increment()
    }
}

private struct PictureInput: Input {
    let place: BrandPicture

    static let form = Form<PictureInput>(Field("place", .choice)) { PictureInput(place: $0) }
}
