package import Bookings
import HTTPTypes
import Tenancy
package import Vocabulary
package import Web

extension PapersFeature {
    /// The papers of a booking for a traveller's program.
    package func routes() -> RouteGroup {
        let options = RouteOptions(tag: "bookings", limit: .papers)
        return RouteGroup(
            "papers",
            [
                Route(
                    .get, "/api/bookings/{id}/receipt", .bookingHolder, "What was paid, and what is still to be paid",
                    gives: [.pdf], refuses: [Self.unknown, Self.notAllowed, Self.busy], options: options
                ) { (input: BookingPath, context: TenantContext) in try await receipt(input, context) },
                Route(
                    .post, "/api/bookings/{id}/invoice", .bookingHolder,
                    "Issue the invoice, which is never changed afterwards",
                    gives: [.json(Self.issuedSchema, .created, "Issued under its number.")],
                    refuses: [Self.unknown, Self.notAllowed, .init(409, "paper.issued")],
                    options: RouteOptions(tag: "bookings")
                ) { (input: InvoiceInput, context: Keyed<TenantContext>) in try await issue(input, context) },
                Route(
                    .get, "/api/bookings/{id}/papers", .bookingHolder,
                    "Invoices and credit notes that were issued: those of a changed booking each take one back",
                    gives: [.json(Self.papersSchema)], refuses: [Self.unknown], options: RouteOptions(tag: "bookings")
                ) { (input: BookingPath, context: TenantContext) in try await list(input, context) },
            ]
                + [PaperKind.invoice, .creditNote].map { kind in
                    Route(
                        .get, kind == .invoice ? "/api/bookings/{id}/invoice" : "/api/bookings/{id}/credit-note",
                        .bookingHolder,
                        kind == .invoice ? "The invoice that was issued last" : "What takes an invoice back",
                        gives: [.pdf], refuses: [Self.unknown, .init(404, "paper.not_issued"), Self.busy],
                        options: options
                    ) { (input: IssuedPaperInput, context: TenantContext) in try await issued(kind, input, context) }
                })
    }

    private static let unknown = Route.Refusal(404, "booking.not_found")
    private static let notAllowed = Route.Refusal(409, "paper.not_allowed")
    private static let busy = Route.Refusal(503, "paper.busy")

    private func found(_ input: BookingPath, _ context: TenantContext) async throws -> FindBooking.Found {
        try await bookings.find.find(
            input.id, try BookingProof.shown(context.arrival, email: input.email),
            key: try await bookings.dataKeys.key(of: context.tenant), in: context.scope)
    }

    private func receipt(_ input: BookingPath, _ context: TenantContext) async throws -> Answer {
        try await receipt(try await found(input, context), in: context.locale, context)
    }

    private func issued(_ kind: PaperKind, _ input: IssuedPaperInput, _ context: TenantContext) async throws -> Answer {
        try await issued(
            kind, input.number, of: try await found(input.path, context).booking.id, in: context.locale, context)
    }

    private func list(_ input: BookingPath, _ context: TenantContext) async throws -> Answer {
        let papers = try await desk.issued(
            try await found(input, context).booking.id, key: try await bookings.dataKeys.key(of: context.tenant),
            in: context.scope)
        return .json(cache: .never) { $0.write(papers) }
    }

    private func issue(_ input: InvoiceInput, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let draft = try await draft(try await found(input.path, stage), for: input.buyer, stage)
        let key = try await bookings.dataKeys.key(of: stage.tenant)
        return try await context.once { tx in
            let paper = try await issue.issue(draft, key: key, by: stage.auditActor, in: tx)
            return .json(status: .created) { $0.write(paper) }
        }
    }

    // MARK: For every face

    package func receipt(
        _ found: FindBooking.Found, in locale: LocaleTag, _ context: some TenantStage
    ) async throws -> Answer {
        let content = try await desk.receipt(found.dated, of: context.profile.definition, in: context.scope)
        let name = found.party?.travellers.first?.spoken(in: locale) ?? ""
        let bytes = try await print.receipt(content, for: name, of: context.profile, in: locale)
        return .pdf(bytes, content.fileName, locale)
    }

    package func issued(
        _ kind: PaperKind, _ number: PaperNumber?, of booking: BookingID, in locale: LocaleTag,
        _ context: some TenantStage
    ) async throws -> Answer {
        let key = try await bookings.dataKeys.key(of: context.tenant)
        let paper = try await desk.paper(kind, number, of: booking, key: key, in: context.scope)
        return .pdf(
            try await print.issued(paper, of: context.profile, in: locale), paper.fileName, locale)
    }

    package func draft(
        _ found: FindBooking.Found, for buyer: PaperBuyer.Entry, _ context: some TenantStage
    ) async throws -> IssueInvoice.Draft {
        try await issue.draft(
            found, for: buyer, of: context.profile.definition,
            key: try await bookings.dataKeys.key(of: context.tenant), in: context.scope)
    }
}

extension RouteOutput {
    package static let pdf = RouteOutput.other("application/pdf", "The paper, in the reader's language.")
}

extension RouteLimit {
    /// Of one caller in an hour: each is set and written anew.
    package static let papers = RouteLimit("papers", quota: 200)
}

extension Answer {
    fileprivate static func pdf(_ bytes: [UInt8], _ fileName: String, _ locale: LocaleTag) -> Answer {
        Answer.bytes(bytes, type: "application/pdf", cache: .never)
            .with(.contentDisposition, attachment(fileName)).with(.contentLanguage, locale.description)
    }
}
