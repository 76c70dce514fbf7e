"""Brings a browser to every kind of page of a partner's console, signed in as an owner of the check's own."""

import datetime

from authenticator import code
from bounces import bounce
from owners import PASSWORD, factor, owner
from partners import NIGHTS, SOON
from till import paid_booking


class ConsoleWalk:
    """`pages()` yields (kind, expected status) each time the browser shows that kind of page."""

    def __init__(self, page, server, partner, locale):
        self.page, self.server, self.partner, self.locale = page, server, partner, locale
        self.agent = f"agent-{locale}@{partner.slug}.example.com"
        self.answer = None
        page.on("response", self._note)

    def _note(self, response):
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.answer = response

    def go(self, path):
        self.page.goto(self.server.url(self.partner.host, f"admin{path}"))

    def send(self, form="main form"):
        self.page.locator(f"{form} button").last.click()

    def sent(self, button):
        """Of the editor, whose script lets an answer come that is on its way."""
        with self.page.expect_navigation():
            self.page.locator(button).last.click()

    def pages(self):
        address = owner(self.server, self.partner, self.locale)
        self.go("")
        yield "console, signing in", 200
        self.send()
        yield "console, signing in with faults", 422
        self.page.fill("[name=email]", address)
        self.page.fill("[name=password]", PASSWORD)
        self.send()
        yield "console, overview", 200
        yield from self.people()
        yield from self.keys()
        yield from self.brand()
        yield from self.domains()
        yield from self.contact()
        yield from self.legal()
        yield from self.texts()
        yield from self.mail()
        yield from self.bookings()
        yield from self.till()
        yield from self.books()
        yield from self.reports()
        yield from self.billing()
        yield from self.trail()
        yield from self.returning(address)

    def returning(self, address):
        secret = factor(self.server, self.partner, address)
        self.page.locator("form[action='/admin/sign-out'] button").first.click()
        yield "console, signed out", 200
        self.page.fill("[name=email]", address)
        self.page.fill("[name=password]", PASSWORD)
        self.send()
        yield "console, code of the second factor", 200
        self.page.fill("[name=code]", "000000")
        self.send()
        yield "console, wrong code", 401
        self.page.fill("[name=code]", code(secret, steps_ahead=1))
        self.send()
        yield "console, signed in with a code", 200

    def people(self):
        self.go("/staff")
        yield "console, staff", 200
        self.go("/staff/invitations")
        yield "console, invitations", 200
        self.page.fill("[name=email]", self.agent)
        self.send()
        yield "console, invited", 200
        self.page.locator('main a[href$="/withdraw"]').first.click()
        yield "console, withdraw", 200
        self.go("/staff")
        self.page.locator("main tbody a").first.click()
        yield "console, role", 200

    def keys(self):
        self.go("/keys")
        yield "console, keys", 200
        self.go("/keys/new")
        yield "console, new key", 200
        self.send()
        yield "console, new key with faults", 422
        self.page.fill("[name=name]", "<b>Channel</b> manager")
        self.page.locator("[name=rights]").first.check()
        self.send()
        yield "console, key made", 201
        self.go("/keys?sort=name&after=nowhere")
        yield "console, keys in another order", 200
        self.page.locator('main a[href$="/rotate"]').first.click()
        yield "console, rotate", 200
        self.go("/keys")
        self.page.locator('main a[href$="/revoke"]').first.click()
        yield "console, revoke", 200

    def brand(self):
        self.go("/brand")
        yield "console, looks", 200
        self.go("/brand/edit")
        yield "console, look in the editor", 200
        ground = self.page.locator("[name=light_background]").input_value()
        self.page.fill("[name=light_text]", ground)
        self.sent("main form button:not([name])")
        yield "console, colours too close", 422
        self.page.fill("[name=light_link]", "blue")
        self.page.set_input_files("[name=logo]", {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<a/>"})
        self.sent("[name=deed]")
        yield "console, look with faults", 422
        self.go("/brand/edit")
        yield "console, look that is not finished", 200
        self.go("/brand/edit/discard")
        yield "console, look begun anew", 200
        self.send()
        self.page.select_option("[name=preview_direction]", "rtl")
        self.page.select_option("[name=preview_width]", "phone")
        self.page.select_option("[name=preview_page]", "hotel")
        self.sent("[name=deed]")
        yield "console, look in the preview", 200
        self.sent("main form button:not([name])")
        yield "console, draft", 200
        self.page.locator('main a[href$="/publish"]').click()
        yield "console, publish", 200

    def domains(self):
        self.go("/domains")
        yield "console, domains", 200
        self.page.fill("[name=host]", "localhost")
        self.send()
        yield "console, domain refused", 422
        self.go("/domains")
        self.page.fill("[name=host]", f"www.{self.partner.slug}-{self.locale}.example")
        self.send()
        yield "console, domain", 200
        place = self.page.url.split("?")[0]
        for step in ("primary", "end-primary"):
            self.page.goto(f"{place}/{step}")
            yield f"console, domain {step}", 200
        self.page.goto(place)
        self.page.locator('main a[href$="/remove"]').click()
        yield "console, domain removal", 200

    def contact(self):
        self.go("/contact")
        yield "console, support and company", 200
        self.go("/contact/support")
        yield "console, support", 200
        self.page.fill("[name=mail]", "nobody")
        self.page.fill("[name=phone]", "5550142")
        self.send()
        yield "console, support with faults", 422
        self.go("/contact/support")
        self.send()
        yield "console, support as it was", 200
        self.go("/contact/company")
        yield "console, company", 200
        self.page.fill("[name=company]", "")
        self.send()
        yield "console, company with faults", 422

    def legal(self):
        self.go("/legal")
        yield "console, legal texts", 200
        self.page.locator("main tbody a").first.click()
        yield "console, legal text", 200
        body = self.page.locator("[name=body]").input_value()
        self.page.fill("[name=body]", "")
        self.send()
        yield "console, legal text with faults", 422
        self.page.fill("[name=body]", f"{body}<script>alert(1)</script><div onclick=x>…</div>")
        self.send()
        yield "console, legal text before it is published", 200
        self.page.locator("form[action$='/publish'] button").click()
        yield "console, legal text published", 200
        self.page.locator('main a[href$="/history"]').click()
        yield "console, earlier texts", 200
        self.page.locator('main a[href*="publish?version="]').last.click()
        yield "console, earlier text", 200
        self.send()
        yield "console, earlier text again", 200

    def texts(self):
        self.go("/texts")
        yield "console, texts", 200
        self.go("/texts?q=nothing+has+this+name")
        yield "console, no texts", 200
        self.go("/texts")
        self.page.locator("main tbody a").first.click()
        yield "console, text", 200
        self.page.locator("main textarea").last.fill("{")
        self.send()
        yield "console, text with faults", 422

    def mail(self):
        self.go("/mail")
        yield "console, no sender", 200
        self.go("/mail/sender")
        yield "console, choose a sender", 200
        self.page.fill("[name=address]", "nobody")
        self.send()
        yield "console, sender refused", 422
        self.page.fill("[name=address]", f"trips@{self.partner.slug}.example")
        self.send()
        yield "console, sender", 200
        self.go("/mail/sender/key")
        yield "console, key for signing", 200
        self.send()
        yield "console, sender with a key", 200
        self.send()
        yield "console, sender looked at", 200
        self.go("/mail/letters")
        yield "console, letters", 200
        self.page.locator("main tbody a").first.click()
        yield "console, letter", 200
        self.go("/mail/messages")
        yield "console, sent mail", 200
        self.go("/mail/suppressions")
        yield "console, nobody who is not written to", 200
        bounce(self.server, self.partner, self.agent)
        self.go("/mail/suppressions")
        yield "console, somebody who is not written to", 200
        self.page.locator('main a[href$="/lift"]').click()
        yield "console, written to again", 200
        self.go("/mail/sender/remove")
        yield "console, no sender any more", 200
        self.send()
        yield "console, the platform's sender", 200

    def bookings(self):
        self.go("/bookings")
        yield "console, bookings", 200
        self.page.locator("main tbody a").first.click()
        yield "console, booking", 200
        # Held by those who took the last room.
        self.go("/bookings?state=held")
        self.page.locator("main tbody a").first.click()
        self.page.locator('main a[href$="/cancel"]').click()
        yield "console, booking cancellation", 200
        self.page.fill("[name=reason]", " ")
        self.send()
        yield "console, booking cancellation without a reason", 422
        # Given back by the guest who walked before.
        self.go("/bookings?state=cancelled")
        self.page.locator("main tbody a").first.click()
        yield "console, booking given back", 200
        self.page.locator('main a[href$="/resend"]').click()
        yield "console, papers to be mailed", 200
        self.send()
        yield "console, papers mailed", 200
        self.go("/bookings?state=failed")
        yield "console, no bookings", 200

    def till(self):
        self.go("/payments?kind=refund&state=failed")
        yield "console, no payments", 200
        paid = paid_booking(self.server, self.partner, *self.nights())
        self.go("/payments")
        yield "console, payments", 200
        self.go(f"/bookings/{paid.booking}")
        yield "console, booking that was paid", 200
        self.page.locator('main a[href$="/refund"]').click()
        yield "console, money to give back", 200
        self.page.fill("[name=amount]", "1.2.3")
        self.page.locator("main form[method=get] button").click()
        yield "console, amount that is none", 422
        self.go(f"/bookings/{paid.booking}/refund")
        self.page.fill("[name=reason]", " ")
        self.send()
        yield "console, money given back without a reason", 422
        self.page.fill("[name=reason]", "The <b>shower</b> was cold")
        self.send()
        yield "console, money given back", 200
        self.go(f"/payments/{paid.payment}")
        yield "console, payment", 200
        self.go("/payments/account")
        yield "console, payment account", 200
        self.page.fill("[name=publishable_key]", "pk_test_12345678")
        self.page.fill("[name=secret_key]", "nothing")
        self.send()
        yield "console, keys that are none", 422
        self.go("/payments/account/disconnect")
        yield "console, payment account let go", 200

    def billing(self):
        self.go("/billing")
        yield "console, what the platform is owed", 200
        self.go("/billing?state=overdue")
        yield "console, no invoices", 200
        self.go("/billing/statement")
        yield "console, account with the platform", 200

    @staticmethod
    def nights():
        """Some that no other walk is about."""
        first = datetime.date.today() + datetime.timedelta(days=SOON + 2 * NIGHTS)
        return first, first + datetime.timedelta(days=1)

    def books(self):
        self.go("/ledger")
        yield "console, books", 200
        self.go("/ledger/accounts?sort=opened&order=down")
        yield "console, accounts of the books", 200
        self.page.locator("main tbody a").first.click()
        yield "console, account of the books", 200
        self.go("/ledger/reconciliation?verify=true")
        yield "console, books beside the processor's", 200
        self.go("/statistics?days=30")
        yield "console, requests", 200

    def reports(self):
        self.go("/reports")
        yield "console, reports", 200
        for name in ("bookings", "revenue", "funnel", "refunds"):
            self.go(f"/reports/{name}")
            yield f"console, report of {name}", 200
        self.go("/reports/bookings?from=2020-01-01&until=2020-12-31&group=month")
        yield "console, report of nothing", 200

    def trail(self):
        self.go("/audit")
        yield "console, trail", 200
        self.page.locator("main tbody a").first.click()
        yield "console, trail of one", 200
        self.go("/audit?sort=nothing&after=nowhere")
        yield "console, trail in no order", 200
