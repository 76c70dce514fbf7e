"""An account as its holder meets it, JavaScript off: a guest books, opens an account under the same address by the
link of the letter, finds the trip in it, turns on a second factor, changes the password, and deletes the account."""

from urllib.parse import urlsplit

from authenticator import code
from letters import letter_path
from partners import GUEST_EMAIL

PASSWORD, NEWER_PASSWORD = "correct horse battery", "a newer horse battery"


class AccountJourney:
    """Goes on where a booking was confirmed under `GUEST_EMAIL`."""

    def __init__(self, journey):
        self.page, self.server, self.partner = journey.page, journey.server, journey.partner
        self.want, self.reference = journey.want, journey.reference
        self.home = self.server.url(self.partner.host, self.partner.locales[0])

    def run(self):
        self.register()
        self.see_trip()
        key = self.turn_on_factor()
        self.change_password()
        self.sign_out()
        self.sign_in(NEWER_PASSWORD, key)
        self.delete()

    def go(self, path):
        self.page.goto(self.home + path)

    def press(self, form):
        self.page.locator(f'main form[action$="{form}"] button').first.click()

    def register(self):
        self.go("/account")
        self.want(self.page.locator('main form[action$="/sign-in"]').count() == 1, "nobody is asked to sign in")
        self.page.locator('main a[href*="/register"]').first.click()
        self.page.fill("[name=name]", "Anna Müller")
        self.page.fill("[name=email]", GUEST_EMAIL.upper())
        self.page.fill("[name=password]", PASSWORD)
        self.want(not self.page.is_checked("[name=news]"), "news are ticked unasked")
        self.press("/register")
        self.want(self.page.url.endswith("/register/sent"), "nothing says that a letter is on its way")
        self.page.goto(self.server.url(self.partner.host, letter_path(
            self.server, self.partner, GUEST_EMAIL, "verify").lstrip("/")))
        self.press("/verify")
        self.want("/account/trips" in self.page.url, "the letter does not sign in")

    def see_trip(self):
        trip = self.page.locator(".trip", has_text=self.reference)
        self.want(trip.count() == 1, f"the guest's booking {self.reference} is not among the trips")
        trip.locator("a").click()
        self.want(self.reference in self.page.locator("main").inner_text(), "the trip does not open its booking")

    def turn_on_factor(self):
        self.go("/account/factor")
        self.press("/account/factor")
        self.want(self.page.locator("svg.qr").count() == 1, "no QR code")
        key = self.page.locator(".secret code").inner_text()
        self.page.fill("[name=code]", code(key))
        self.press("/account/factor/confirm")
        self.want(self.page.locator(".codes li").count() == 10, "no ten recovery codes")
        return key

    def change_password(self):
        self.go("/account/password")
        self.page.fill("[name=password]", PASSWORD)
        self.page.fill("[name=new_password]", NEWER_PASSWORD)
        self.press("/account/password")
        self.want("/account/security" in self.page.url, "the password is not changed")

    def sign_out(self):
        self.page.locator(".account-menu summary").click()
        self.page.locator(".account-menu form button").click()
        self.go("/account/trips")
        self.want("/sign-in" in urlsplit(self.page.url).path, "still signed in")

    def sign_in(self, password, key):
        self.page.fill("[name=email]", GUEST_EMAIL)
        self.page.fill("[name=password]", password)
        self.press("/sign-in")
        self.want(self.page.locator("[name=code]").count() == 1, "no code is asked for")
        # The code that turned it on is used up.
        self.page.fill("[name=code]", code(key, steps_ahead=1))
        self.press("/sign-in/code")
        self.want(urlsplit(self.page.url).path.endswith("/account/trips"), "signing in does not lead on")

    def delete(self):
        self.go("/account/deletion")
        self.page.fill("[name=password]", NEWER_PASSWORD)
        self.press("/account/deletion")
        self.want(self.page.locator(".account-menu").count() == 0, "still signed in after the account is deleted")
        self.page.fill("[name=email]", GUEST_EMAIL)
        self.page.fill("[name=password]", NEWER_PASSWORD)
        self.press("/sign-in")
        self.want(self.page.locator(".notice-danger").count() == 1, "a deleted account signs in")
