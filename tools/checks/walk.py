"""Brings a browser to every kind of page that a visitor of one site can meet, one after the other."""

from partners import GUEST_EMAIL, NEVER, UNKNOWN_PLACE, stay_query
from plain_http import hold
from walk_accounts import AccountWalk

LEGAL_PAGES = ("terms", "privacy", "cookies", "imprint", "accessibility")
CHECKOUT_START = 'main form[action$="/checkout/start"]'
# Nights that no other page of the walk needs; each language takes its own.
LAST_ROOM_DAYS = 60
ROOMS_OF_A_TYPE_MAX = 60


class Walk:
    """`pages()` yields (kind, expected status) each time the browser shows that kind of page."""

    def __init__(self, page, server, partner, locale):
        self.page, self.server, self.partner, self.locale = page, server, partner, locale
        self.home = server.url(partner.host, locale)
        # An account of its own for each language.
        self.email = GUEST_EMAIL.replace("@", f"+{locale}@")
        self.answer = None  # the last one to a page, for its status and its source
        page.on("response", self._note)

    def _note(self, response):
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.answer = response

    def go(self, path=""):
        self.page.goto(self.home + path)

    def pages(self):
        yield from self.search()
        yield from self.hotel()
        yield from self.booking()
        yield from self.papers()
        yield from self.paying()
        yield from AccountWalk(self).pages()
        yield from self.managing()
        yield from self.interruptions()
        yield from self.texts()
        yield from self.failures()

    def search(self):
        self.go()
        yield "home, asking for consent", 200
        self.page.locator('.consent [value="none"]').click()
        yield "home", 200
        self.page.locator("button.search-submit").first.click()
        yield "search, nothing entered", 422
        self.go("/hotels?destination=PAR&check_in=2020-01-02&check_out=2020-01-01&room_1_adults=2&room_1_children=x")
        yield "search with faults", 422
        self.go(f"/hotels?destination=PAR&{stay_query()}&price_max=1")
        yield "results, all filtered away", 200
        self.go(f"/hotels?destination=PAR&{stay_query(NEVER)}")
        yield "results, nothing free", 200
        self.go(f"/hotels?destination={UNKNOWN_PLACE}&{stay_query()}")
        yield "results, unknown place", 200
        self.go(f"/hotels?destination=PAR&{stay_query()}&stars=3&stars=4&stars=5&sort=price")
        yield "results", 200
        yield from self.other_currency()

    def other_currency(self):
        """Shown in another currency where the site has one, and back."""
        others = self.page.locator('.menu a[href*="currency="]:not([aria-current])')
        if others.count() == 0:
            return
        back = self.page.url
        self.page.goto(self.server.url(self.partner.host, others.first.get_attribute("href").lstrip("/")))
        yield "results, another currency", 200
        self.page.goto(self.server.url(self.partner.host, self.page.locator(
            '.menu a[href*="currency="]:not([aria-current])').first.get_attribute("href").lstrip("/")))
        self.page.goto(back)

    def hotel(self):
        self.page.locator("main .card h2 a").first.click()
        self.page.wait_for_selector(CHECKOUT_START)
        self.hotel_path = self.page.url.removeprefix(self.home)
        bare = self.hotel_path.split("?")[0]
        self.go(bare)
        yield "hotel, no dates", 200
        self.go(f"{bare}?{stay_query(NEVER)}")
        yield "hotel, sold out", 200
        self.go(self.hotel_path)
        yield "hotel", 200

    def booking(self):
        self.page.locator(f"{CHECKOUT_START} button").first.click()
        yield "checkout", 200
        self.page.locator(".checkout-form button").click()
        yield "checkout with faults", 422
        fill_guest(self.page, self.partner, self.email)
        self.page.locator(".checkout-form button").click()
        yield "review", 200
        self.page.locator('main form[action$="/confirm"] button').click()
        self.reference = self.page.locator(".reference strong").inner_text().strip()
        yield "confirmation", 200

    def papers(self):
        self.page.locator('.papers a[href$="/invoice"]').click()
        yield "invoice, to whom", 200
        self.page.fill("[name=tax_number]", "DE 123")
        self.page.locator("main form button").click()
        yield "invoice with faults", 422
        self.page.fill("[name=company]", "Müller <GmbH>")
        self.page.locator("main form button").click()
        yield "invoice issued", 200
        self.page.locator(".papers form button").click()
        yield "papers mailed", 200
        self.page.locator('main a[href$="/change"]').click()
        yield "change", 200
        here = self.page.url
        self.page.fill(".change-form [name=check_out]", "2020-01-01")
        self.page.locator(".change-form button").click()
        yield "change with faults", 422
        self.page.goto(here)
        self.page.locator(".change-form button").click()
        yield "change, nothing changes", 200

    def paying(self):
        """As far as the page that leads to the card: what comes after it is `paid`'s."""
        self.go(self.hotel_path)
        if not choose_paid(self.page):
            raise RuntimeError("no room that is paid in advance")
        fill_guest(self.page, self.partner, self.email)
        self.page.locator(".checkout-form button").click()
        yield "review, paid in advance", 200
        self.page.locator('main form[action$="/pay"] button').click()
        yield "payment", 200

    def managing(self):
        self.go("/manage")
        yield "manage look-up", 200
        self.look_up("", "")
        yield "manage with faults", 422
        self.look_up("ZZZZ9999", self.email)
        yield "wrong reference", 404
        self.look_up(self.reference, self.email)
        yield "manage found", 200
        self.page.locator(".cancel-start button").click()
        yield "cancel", 200
        self.page.locator(".cancel-quote .button-danger").click()
        yield "cancelled", 200

    def look_up(self, reference, email):
        self.page.fill("[name=reference]", reference)
        self.page.fill("[name=email]", email)
        self.page.locator("main form button").click()

    def interruptions(self):
        yield from self.interruption("price changed", "total", "1")
        yield from self.interruption("hold expired", "offer_id", "AQ")
        yield from self.last_room()

    def interruption(self, kind, name, value):
        """Meets it as a visitor with an old page would: with a form that is no longer true."""
        self.go(self.hotel_path)
        self.page.locator(CHECKOUT_START).first.evaluate(
            """(form, [name, value]) => {
                const field = form.elements[name] ?? form.appendChild(document.createElement("input"));
                field.type = "hidden"; field.name = name; field.value = value;
            }""", [name, value])
        self.page.locator(f"{CHECKOUT_START} button").first.click()
        yield kind, 409

    def last_room(self):
        """Others take every room of a kind while the page is open."""
        form = self.page.locator(CHECKOUT_START).first
        # Houses close for a night now and then.
        for days in range(LAST_ROOM_DAYS + 10 * self.partner.locales.index(self.locale), NEVER):
            self.go(f"{self.hotel_path.split('?')[0]}?{stay_query(days)}")
            if form.count():
                break
        offer = form.locator("[name=offer_id]").get_attribute("value")
        for _ in range(ROOMS_OF_A_TYPE_MAX):
            if hold(self.server, self.partner, offer) != 201:
                break
        form.locator("button").click()
        yield "last room gone", 409

    def texts(self):
        for name in LEGAL_PAGES:
            self.go(f"/legal/{name}")
            yield f"legal {name}", 200
        self.go("/cookies")
        yield "cookie settings", 200
        self.page.locator("main form button").last.click()
        yield "cookie settings, saved", 200

    def failures(self):
        self.go("/no-such-page")
        yield "404", 404
        self.go("/manage")
        self.page.evaluate("""document.querySelector("main form [type=hidden]").value = "forged" """)
        self.page.locator("main form button").click()
        yield "403", 403


def fill_guest(page, partner, email=GUEST_EMAIL):
    for selector, value in {
        '[name$="_given"]': "Anna", '[name$="_family"]': "Müller",
        '[name$="_family_kana"], [name$="_given_kana"]': "ミュラー",
        "[name=email]": email, "[name=phone]": partner.phone,
    }.items():
        for field in page.locator(selector).all():
            field.fill(value)
    page.check("[name=terms]")


def choose_paid(page):
    """From a hotel's page to the checkout of a room that is paid in advance; False where there is none. Those with
    breakfast are, and the checkout names the amount."""
    for number in range(page.locator(".rate form button").count()):
        page.locator(".rate form button").nth(number).click()
        if any(sign.isdigit() for sign in page.locator(".checkout-form > .hint").last.inner_text()):
            return True
        page.go_back()
    return False
