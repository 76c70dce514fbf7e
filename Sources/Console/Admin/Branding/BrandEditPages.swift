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
/// so a preview needs no script, a chosen file is not lost, and what the contrast gate refuses can be looked at.
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
                let desk = try await Desk(Seat(context, parts))
                return try desk.page(input.view, done: input.done)
            },
            Route(
                .post, PathTemplate(Self.path), .staff(.branding, .write), "See what was typed, or keep it as a draft",
                gives: [.redirect()], refuses: [.init(422, "branding.contrast"), .init(422, "input.invalid")],
                options: RouteOptions(bodyBytesMax: Self.bodyBytesMax, tag: "console", takesFiles: true)
                    .servingImpersonation
            ) { (entry: BrandEntry, context: StaffPageContext) in try await take(entry, Seat(context, parts)) },
            Route(
                .get, PathTemplate("\(Self.path)/pictures/{place}"), .staff(.branding, .read),
                "A picture of the look in the editor",
                gives: BrandAsset.Format.allCases.map { .other($0.mediaType, "The picture.") }, options: .console
            ) { (input: PictureInput, context: StaffPageContext) in
                let desk = try await Desk(Seat(context, parts))
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
                let desk = try await Desk(Seat(context, parts))
                try await parts.sketches.drop(
                    by: desk.account, actor: context.auditActor, in: context.scope)
                Self.count("dropped")
                return desk.seat.then(Self.path, done: "sketch_dropped")
            },
        ]
    }

    private func take(_ entry: BrandEntry, _ seat: Seat) async throws -> Answer {
        let desk = try await Desk(seat)
        let profile = seat.context.profile
        let branding = desk.branding.changed(by: entry.change, name: profile.name(in: profile.defaultLocale))
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
        return try await Desk(seat).page(entry.view, typed: TypedForm(entry.entered, entry.faults))
    }

    private static func count(_ outcome: String) {
        Counter(label: "travelhub_brand_sketches_total", dimensions: [("outcome", outcome)]).increment()
    }
}

/// One person at the editor, with the look that is in it: the own unfinished one, else the published one.
private struct Desk {
    let seat: Seat
    let account: UUID
    let branding: BrandingDefinition
    private let sketch: BrandSketch?

    /// Throws `route.unknown` for whoever is nobody in particular: an unfinished look is somebody's.
    init(_ seat: Seat) async throws {
        guard let account = seat.caller.account else { throw Problem.routeUnknown }
        self.seat = seat
        self.account = account
        sketch = try await seat.parts.sketches.kept(by: account, in: seat.scope)
        if let sketch {
            branding = sketch.branding
        } else if seat.context.visitor.preview == nil {
            branding = seat.context.profile.branding
        } else {
            // The published look, whatever preview this browser is in.
            branding = try await seat.context.arrival.parts.tenants.load(seat.context.entry).branding
        }
    }

    /// - Parameter typed: what was sent a moment ago and not taken.
    func page(_ view: BrandView, done: String? = nil, typed: TypedForm? = nil) throws -> Answer {
        let sight = BrandSight(seat)
        let contrast = sketch == nil ? [] : ContrastGate.check(branding)
        let form = sight.editor(branding, view, contrast: contrast)
        var blocks: [Block] = []
        if let sketch {
            blocks = [
                .text(seat.t("console.brand.sketch", ["when": .text(seat.time(sketch.changedAt))])),
                .links(title: nil, [Link(seat.t("console.brand.discard"), "\(BrandEditPages.path)/discard")]),
            ]
        }
        if !contrast.isEmpty { blocks.append(sight.nearest(contrast)) }
        blocks.append(.form(typed?.filled(form, ProblemWords(seat.words)) ?? form))
        return try seat.page(
            seat.t("console.brand.edit"), lead: seat.t("console.brand.edit_text"), done: done,
            status: typed == nil ? .ok : .unprocessableContent, blocks
        ).framing
    }
}

private struct PictureInput: Input {
    let place: BrandPicture

    static let form = Form<PictureInput>(Field("place", .choice)) { PictureInput(place: $0) }
}
