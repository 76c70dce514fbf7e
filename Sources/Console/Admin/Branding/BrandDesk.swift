import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// One person at the editor, with the look that is in it: the own unfinished one, else the published one.
struct BrandDesk: Sendable {
    let seat: Seat
    let account: UUID
    let branding: BrandingDefinition
    private let sketch: BrandSketch?

    /// How long whoever types may stop and is still at the same piece of work: the trail tells it once.
    private static let pauseSeconds: TimeInterval = 600

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

    var contrast: [ContrastFault] { sketch == nil ? [] : ContrastGate.check(branding) }

    /// Whether the trail has said already that this person works on this look. What somebody does in another's place
    /// is told each time: the look alone does not say who had a hand in it.
    var isGoingOn: Bool {
        guard let sketch, seat.caller.impersonator == nil else { return false }
        return seat.context.clock.now().timeIntervalSince(sketch.changedAt) < Self.pauseSeconds
    }

    func form(_ view: BrandView) -> PageForm {
        BrandSight(seat).editor(branding, view, contrast: contrast, keptAt: sketch?.changedAt)
    }

    /// - Parameter typed: what was sent a moment ago and not taken.
    func page(_ view: BrandView, done: String? = nil, typed: TypedForm? = nil) throws -> Answer {
        let form = form(view)
        return try seat.page(
            seat.t("console.brand.edit"), lead: seat.t("console.brand.edit_text"), done: done,
            status: typed == nil ? .ok : .unprocessableContent, script: seat.parts.shelf.path("brand.js"),
            [.form(typed?.filled(form, ProblemWords(seat.words)) ?? form)])
    }
}
