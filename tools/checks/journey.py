"""A booking on each of the five hosts, JavaScript off, as a visitor would: search, hotel, names, confirmation;
then the booking is found by its reference and cancelled at the penalty that the page named. A form that is sent
twice, even at once, makes one booking. On two of them an account is opened under the guest's address meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from accounts import AccountJourney
from chromium import browser, fresh_page
from partners import GUEST_EMAIL, PARTNERS, stay
from plain_http import request
from walk import fill_guest


# One left to right with rows of its own schema or not, one right to left.
ACCOUNTS_ON = ("aurelia", "diwan")


class Journey:
    def __init__(self, page, server, partner):
        self.page, self.server, self.partner = page, server, partner
        self.faults = []

    def run(self):
        self.search()
        self.choose_room()
        booking = self.check_out()
        self.confirm(booking)
        if self.partner.slug in ACCOUNTS_ON:
            AccountJourney(self).run()
        self.cancel()
        return [f"{self.partner.slug}: {fault}" for fault in self.faults]

    def want(self, condition, text):
        if not condition:
            self.faults.append(f"{text} at {self.page.url}")

    def search(self):
        arrival, departure = stay()
        self.page.goto(self.server.url(self.partner.host, self.partner.locales[0]))
        self.page.locator('.consent [value="none"]').click()
        self.page.fill("[name=destination]", self.partner.city)
        self.page.fill("[name=check_in]", arrival)
        self.page.fill("[name=check_out]", departure)
        self.page.locator("button.search-submit").first.click()

    def choose_room(self):
        self.page.locator("main .card h2 a").first.click()
        # Without a promise of free cancellation, cancelling costs the whole price.
        rate = self.page.locator(".rate:not(:has(.terms-refundable))").first
        self.total = rate.locator(".amount").inner_text()
        rate.locator("form button").click()

    def check_out(self):
        fill_guest(self.page, self.partner)
        form = self.page.locator(".checkout-form")
        places = self.send_twice(form)
        self.want(len(places) == 1, f"one checkout made {len(places)} bookings: {places}")
        form.locator("button").click()
        self.want(urlsplit(self.page.url).path in places, "a third press led elsewhere")
        return self.page.url

    def confirm(self, booking):
        form = self.page.locator('main form[action$="/confirm"]')
        places = self.send_twice(form)
        self.want(places == {urlsplit(booking).path + "/confirmation"}, f"confirming twice led to {places}")
        form.locator("button").click()
        self.want(self.page.url == booking + "/confirmation", "no confirmation")
        self.want(self.page.locator(".stay .amount").inner_text() == self.total, "the price is not the one chosen")
        self.reference = self.page.locator(".reference strong").inner_text().strip()

    def cancel(self):
        self.page.goto(self.server.url(self.partner.host, f"{self.partner.locales[0]}/manage"))
        self.page.fill("[name=reference]", self.reference.lower())
        self.page.fill("[name=email]", GUEST_EMAIL.upper())
        self.page.locator("main form button").click()
        self.page.locator(".cancel-start button").click()
        penalty = self.page.locator(".cancel-quote .lines dd").first.inner_text()
        self.want(penalty == self.total, f"the penalty is {penalty}, not {self.total}")
        self.page.locator(".cancel-quote .button-danger").click()
        self.want(self.page.locator(".cancel-quote, .cancel-start").count() == 0, "can still be cancelled")
        self.want(self.page.locator(".notice").count() == 1, "nothing says that it is cancelled")

    def send_twice(self, form):
        """Sends the form as it stands two times at once, outside the browser; gives where the answers lead."""
        fields = form.evaluate("form => [...new FormData(form)]")
        path = urlsplit(form.evaluate("form => form.action")).path
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in self.page.context.cookies())
        headers = {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies,
            "Origin": self.server.url(self.partner.host).rstrip("/")}
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(
                lambda _: request(self.server, self.partner.host, path, "POST", urlencode([tuple(field) for field in fields]), headers), range(2)))
        # While the first is being answered, the second may be told to wait.
        return {answer.header("Location") for answer in answers if answer.status != 409}


def journeys(server):
    faults = []
    with browser() as opened:
        for partner in PARTNERS:
            with fresh_page(opened, java_script_enabled=False) as page:
                try:
                    faults += Journey(page, server, partner).run()
                except Exception as error:
                    faults.append(f"{partner.slug} stopped at {page.url}: {str(error).splitlines()[0]}")
    return faults
