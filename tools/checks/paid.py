"""A room paid by card on each of the five hosts, in the site's own language: chosen among those that are paid in
advance, paid on the sandbox's form with a card whose holder is asked (3-D Secure), after one that was declined; made
a night shorter, which gives the difference back, and as long as before, which is paid by card again; then cancelled, and
given back. Each step is what the page says, and at the end what the sandbox has."""

import json
import time
from urllib.request import Request, urlopen

from chromium import browser, fresh_page
from partners import GUEST_EMAIL, PARTNERS, stay
from walk import choose_paid, fill_guest

DECLINED, ASKED = "4000000000009995", "4000000000003220"
REFUND_SECONDS = 30
DAYS_AHEAD = 33
RELOADS_MAX = 20


class Sandbox:
    def __init__(self, server):
        place = json.loads((server.data / "stripe-sandbox/sandbox.json").read_text())
        self.url, self.accounts = place["url"], place["accounts"]

    def sums(self, slug, booking):
        """What was taken for one booking, and given back: a site's own sums have others' refunds in them, too."""
        intents = {one["id"] for one in self.all(slug, "payment_intents") if one["metadata"].get("booking") == booking}
        charges = [one for one in self.all(slug, "charges") if one["payment_intent"] in intents]
        return sum(one["amount_captured"] for one in charges), sum(one["amount_refunded"] for one in charges)

    def all(self, slug, kind):
        key = next(account for account in self.accounts if account["name"] == slug)["secretKey"]
        request = Request(f"{self.url}/v1/{kind}?limit=100", headers={"Authorization": f"Bearer {key}"})
        with urlopen(request) as answer:
            return json.load(answer)["data"]


class PaidJourney:
    days_ahead = DAYS_AHEAD

    def __init__(self, page, server, partner, look=None):
        self.page, self.server, self.partner = page, server, partner
        self.sandbox, self.look = Sandbox(server), look or (lambda name: None)
        self.faults = []

    def run(self):
        self.choose()
        self.hold()
        self.decline()
        self.pay()
        self.open()
        self.shorten()
        self.lengthen()
        self.cancel()
        self.given_back()
        return [f"{self.partner.slug}: {fault}" for fault in self.faults]

    def want(self, condition, text):
        if not condition:
            self.faults.append(f"{text} at {self.page.url}")

    def choose(self):
        arrival, departure = stay(self.days_ahead)
        home = self.server.url(self.partner.host, self.partner.locales[0])
        self.page.goto(home)
        if self.page.locator('.consent [value="none"]').count():
            self.page.locator('.consent [value="none"]').click()
        self.page.fill("[name=destination]", self.partner.city)
        self.page.fill("[name=check_in]", arrival)
        self.page.fill("[name=check_out]", departure)
        self.page.locator("button.search-submit").first.click()
        self.page.locator("main .card h2 a").first.click()
        self.want(choose_paid(self.page), "no room that is paid in advance")

    def hold(self):
        self.look("checkout")
        fill_guest(self.page, self.partner)
        self.page.locator(".checkout-form button").click()
        self.look("review")
        self.page.locator('main form[action$="/pay"] button').click()
        self.want(self.page.url.endswith("/payment"), "no payment page")
        self.look("payment")

    def card(self, number):
        self.page.locator("section.pay a.button-large").click()
        self.page.fill("[name=number]", number)
        self.page.fill("[name=expiry]", "12/34")
        self.page.fill("[name=cvc]", "123")
        if self.page.locator("[name=name]").count():
            self.page.fill("[name=name]", "Anna Müller")
        self.page.locator("form button").first.click()

    def decline(self):
        self.card(DECLINED)
        self.look("declined, at the sandbox")
        self.want(self.page.locator("#fault").count() == 1, "nothing says that the card was declined")
        # Back on the site it says so, too, and the rooms are still held.
        self.page.goto(self.page.url.split("return_url=")[1].split("&")[0].replace("%3A", ":").replace("%2F", "/"))
        self.want(self.page.url.endswith("/payment"), "a declined card led elsewhere")
        self.want(self.page.locator(".notice").count() == 1, "nothing says that the card was declined")
        self.look("declined")

    def pay(self):
        self.card(ASKED)
        self.look("3-D Secure")
        self.page.locator('button[value="complete"], button').first.click()
        self.want(self.page.url.endswith("/confirmation"), "no confirmation")
        # It may be said before the money is taken: the rooms are theirs by then.
        for _ in range(RELOADS_MAX):
            if "3220" in self.page.locator(".payment").inner_text():
                break
            time.sleep(0.3)
            self.page.reload()
        self.want("3220" in self.page.locator(".payment").inner_text(), "the card is not named")
        self.look("confirmation")
        self.reference = self.page.locator(".reference strong").inner_text().strip()

    def open(self):
        self.page.goto(self.server.url(self.partner.host, f"{self.partner.locales[0]}/manage"))
        self.page.fill("[name=reference]", self.reference)
        self.page.fill("[name=email]", GUEST_EMAIL)
        self.page.locator("main form button").click()
        self.want(self.page.locator(".payment .lines div").count() == 1, "the payment is not told")
        self.booking = self.page.url
        self.look("booking")

    def ask_change(self, departure):
        """The page that says what another departure comes to; the lines of its reckoning."""
        self.page.goto(self.booking)
        self.page.locator('main a[href$="/change"]').click()
        self.look("change")
        self.page.fill(".change-form [name=check_out]", departure)
        self.page.locator(".change-form button").click()
        self.look("what the change comes to")
        return self.page.locator(".cancel-quote .lines div").count()

    def shorten(self):
        self.want(self.ask_change(stay(DAYS_AHEAD, nights=1)[1]) == 3, "a shorter stay gives nothing back")
        self.page.locator(".cancel-quote form button").click()
        self.want(self.page.url.split("?")[0] == self.booking, "a change led elsewhere")
        self.want(self.page.locator(".notice").count() == 1, "nothing says that it is changed")
        self.want(self.page.locator(".payment .lines div").count() == 2, "the difference is not told")
        self.look("changed")

    def lengthen(self):
        self.want(self.ask_change(stay(DAYS_AHEAD)[1]) == 3, "a longer stay costs nothing")
        self.page.locator(".cancel-quote form button").click()
        self.want(self.page.url.endswith("/payment"), "no payment of the difference")
        self.look("payment of the difference")
        self.card(ASKED)
        self.page.locator('button[value="complete"], button').first.click()
        self.want(self.page.url.endswith("/confirmation"), "no confirmation of the change")
        self.page.goto(self.booking)
        self.want(self.page.locator(".payment .lines div").count() == 3, "the second payment is not told")
        self.look("changed back")

    def cancel(self):
        self.page.goto(self.booking)
        self.page.locator(".cancel-start button").click()
        self.look("cancellation")
        self.page.locator(".cancel-quote .button-danger").click()
        self.want(self.page.locator(".notice").count() == 1, "nothing says that it is cancelled")
        self.want(self.page.locator(".payment .lines div").count() == 5, "the refund of both payments is not told")
        self.look("cancelled")

    def given_back(self):
        deadline = time.monotonic() + REFUND_SECONDS
        while time.monotonic() < deadline:
            taken, returned = self.sandbox.sums(self.partner.slug, self.booking.rstrip("/").rsplit("/", 1)[-1])
            if taken and returned == taken:
                break
            time.sleep(0.3)
        self.want(taken > 0, "nothing was taken")
        self.want(returned == taken, f"{taken} was taken and {returned} given back")


def paid(server, look=None):
    faults = []
    with browser() as opened:
        for partner in PARTNERS:
            with fresh_page(opened, java_script_enabled=False) as page:
                journey = PaidJourney(page, server, partner, look and look(page, partner))
                try:
                    faults += journey.run()
                except Exception as error:
                    faults += journey.faults
                    faults.append(f"{partner.slug} stopped at {page.url}: {str(error).splitlines()[0]}")
    return faults, "five rooms paid by card, one declined and one asked for each, changed twice, cancelled and given back"
