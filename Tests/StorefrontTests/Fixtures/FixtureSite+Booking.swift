import Storefront
import Web

extension FixtureSite {
    private var stay: StaySummary {
        StaySummary(
            hotelName: words.hotels[0], hotelURL: "/\(language)/hotels/0", address: words.address,
            facts: [
                Fact(
                    text("stay.check_in"), text("stay.check_in_value", ["day": day(0), "time": "15:00", "zone": zone])),
                Fact(
                    text("stay.check_out"),
                    text("stay.check_out_value", ["day": day(3), "time": "11:00", "zone": zone])),
                Fact(text("stay.length"), text("unit.nights", ["count": 3])),
                Fact(text("stay.guests"), text("unit.adults", ["count": 2])),
            ],
            rooms: [words.rooms[0]], ratePlan: text("board.breakfast"), cancellation: terms(0), price: price(110))
    }

    private var contact: [Fact] {
        [Fact(text("stay.email"), "traveller@example.com"), Fact(text("stay.phone"), "+49 30 901820")]
    }

    private var people: [String] { ["\(words.traveller.given) \(words.traveller.family)"] }

    func checkout(faults: Bool) -> CheckoutPage {
        var names = NameFields.Values()
        names.given = words.traveller.given
        if faults { names.errors["family"] = text("fault.required") } else { names.family = words.traveller.family }
        let wrong = faults ? text("fault.email") : nil
        let nameFields = NameFields.make(
            index: 1, order: NameFields.order(language: language), language: language, values: names, text: text)
        let contactFields = [
            Field(
                id: "email", name: "email", label: text("checkout.email"), type: "email",
                value: faults ? "traveller" : "",
                hint: text("checkout.email_hint"), error: wrong, autocomplete: "email", inputMode: "email",
                direction: "ltr"),
            Field(
                id: "phone", name: "phone", label: text("checkout.phone"), type: "tel",
                hint: text("checkout.phone_hint", ["example": "+49 30 901820"]), autocomplete: "tel", inputMode: "tel",
                required: false, maxLength: 40, direction: "ltr"),
        ]
        let terms = ErrorSummary.Fault(fieldID: "terms", label: text("legal.terms"), text: text("fault.terms"))
        return CheckoutPage(
            form: FormTarget(
                "/\(language)/bookings", hidden: [("csrf", "token"), ("idempotency_key", "key"), ("quote_id", "q")]),
            hold: CheckoutPage.Hold(
                text: text("checkout.hold", ["time": "14:35", "zone": zone]), endsAt: "2026-11-22T13:35:00Z",
                fiveMinutesText: text("checkout.hold_five"), oneMinuteText: text("checkout.hold_one"),
                endedText: text("checkout.hold_ended")),
            errors: ErrorSummary(of: nameFields + contactFields, and: faults ? [terms] : []),
            travellers: [CheckoutPage.Traveller(legend: text("checkout.lead_traveller"), fields: nameFields)],
            contact: contactFields,
            notes: Field(
                id: "notes", name: "notes", label: text("checkout.notes"), hint: text("checkout.notes_hint"),
                required: false,
                maxLength: 500),
            termsError: faults ? text("fault.terms") : nil,
            terms: ["terms", "privacy"].map { Link(text("legal.\($0)"), "/\(language)/legal/\($0)") },
            payNote: text("checkout.pay_note"), stay: stay)
    }

    func priceChanged() -> InterruptionPage {
        InterruptionPage(
            kind: .priceChanged, title: text("interruption.price_changed.title"),
            text: text("interruption.price_changed.text"),
            oldPrice: money(370), newPrice: price(110),
            accept: FormTarget("/\(language)/checkout", hidden: [("csrf", "t")]),
            acceptLabel: text("interruption.price_changed.accept", ["price": price(110).total]),
            actions: [Link(text("interruption.other_hotels"), "?")])
    }

    func stopped(_ kind: InterruptionPage.Kind) -> InterruptionPage {
        InterruptionPage(
            kind: kind, title: text("interruption.\(kind.rawValue).title"),
            text: text("interruption.\(kind.rawValue).text"),
            actions: [Link(text("interruption.look_again"), "?"), Link(text("interruption.other_hotels"), "?")])
    }

    func confirmation() -> ConfirmationPage {
        ConfirmationPage(
            reference: "K7QX2M", keepText: text("confirmation.keep", ["email": "traveller@example.com"]), stay: stay,
            travellers: people, contact: contact,
            paymentText: text("confirmation.pay_at_property", ["amount": price(110).total]), papers: papers,
            actions: [Link(text("confirmation.to_booking"), "?"), Link(text("confirmation.to_home"), "/\(language)/")])
    }

    func manage(found: Bool) -> ManagePage {
        ManagePage(
            form: FormTarget("/\(language)/manage", hidden: [("csrf", "t")]),
            fields: [
                Field(
                    id: "reference", name: "reference", label: text("manage.reference"), value: found ? "" : "K7QX2N",
                    hint: text("manage.reference_hint", ["example": "K7QX2M"]), maxLength: 12, direction: "ltr"),
                Field(
                    id: "email", name: "email", label: text("manage.email"), type: "email", autocomplete: "email",
                    inputMode: "email", direction: "ltr"),
            ],
            empty: found
                ? nil
                : EmptyState(
                    title: text("manage.not_found_title"), text: text("manage.not_found_text"),
                    actions: [Link(text("manage.write_support"), "mailto:\(brand.support.mail)")]))
    }

    private var papers: PaperLinks {
        PaperLinks(
            links: [Link(text("papers.receipt"), "?"), Link(text("papers.ask_invoice"), "?")],
            resend: FormTarget("?", hidden: [("csrf", "t")]))
    }

    func booking(quoted: Bool) -> BookingPage {
        BookingPage(
            reference: "K7QX2M", state: text("state.confirmed"), tone: .positive, stay: stay, travellers: people,
            contact: contact,
            cancel: FormTarget("/\(language)/manage/cancel", hidden: [("csrf", "t")]),
            quote: quoted
                ? BookingPage.CancellationQuote(
                    penalty: money(128), refund: money(0), text: text("cancel.text_penalty", ["amount": money(128)]),
                    validText: text("cancel.valid", ["time": "14:35", "zone": zone]),
                    form: FormTarget("/\(language)/manage/cancel", hidden: [("csrf", "t")]), keepURL: "?")
                : nil, papers: papers,
            actions: [Link(text("manage.look_up_another"), "/\(language)/manage")])
    }

    func legal() -> LegalPage {
        let paragraphs = words.paragraphs.map {
            "<h2>\(SafeHTML(escaping: words.hotels[0]))</h2><p>\(SafeHTML(escaping: $0))</p>"
        }
        return LegalPage(
            title: text("legal.terms"), updated: text("legal.updated", ["date": day(-30)]),
            body: SafeHTML(trusted: paragraphs.joined()))
    }

    func cookies() -> CookiesPage {
        CookiesPage(
            form: FormTarget("/\(language)/cookies", hidden: [("csrf", "t")]), measurement: true, affiliate: false,
            saved: true)
    }

    func failure(_ status: String?, _ code: String) -> FailurePage {
        FailurePage(
            status: status, title: text("problem.\(code).title"), text: text("problem.\(code).detail"),
            requestID: "0193-5f2e-7c41",
            actions: [
                Link(text("failure.to_home"), "/\(language)/"),
                Link(text("failure.to_support"), "mailto:\(brand.support.mail)"),
            ])
    }
}
