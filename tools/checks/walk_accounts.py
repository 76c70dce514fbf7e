"""Brings a browser to every kind of page of an account, from the sign-in page to the deletion, and to what an
operator sees who acts as somebody."""

import json

from authenticator import code
from letters import letter_path
from plain_http import request

PASSWORD = "correct horse battery"
WRONG_LINK = "thm_" + "A" * 43


class AccountWalk:
    def __init__(self, walk):
        self.walk, self.page, self.server, self.partner = walk, walk.page, walk.server, walk.partner
        self.email, self.locale, self.go = walk.email, walk.locale, walk.go

    def pages(self):
        yield from self.signing_in()
        yield from self.registering()
        yield from self.profile()
        yield from self.factor()
        yield from self.letters()
        yield from self.impersonated()
        yield from self.deletion()

    def send(self, form, **fields):
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)
        self.page.locator(f'main form[action$="{form}"] button').first.click()

    def follow(self, page, address=None):
        path = letter_path(self.server, self.partner, address or self.email, page)
        self.page.goto(self.server.url(self.partner.host, path.lstrip("/")))

    def operate(self, what, body):
        """As an operator's program would: what the platform's own pages will do."""
        answer = request(
            self.server, "localhost", f"/api/platform/tenants/{self.partner.slug}/{what}", "POST", json.dumps(body),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.server.operator_token}"})
        if answer.status != 201:
            raise RuntimeError(f"{what}: {answer.status} {answer.text}")
        return json.loads(answer.body)

    def signing_in(self):
        self.go("/sign-in")
        yield "sign-in", 200
        self.send("/sign-in")
        yield "sign-in with faults", 422
        self.send("/sign-in", email=self.email, password="no such password")
        yield "sign-in refused", 422
        self.go("/forgot")
        yield "forgotten password", 200
        self.send("/forgot", email="nobody@example.com")
        yield "forgotten password, sent", 200
        for page in ("verify", "reset", "confirm-email", "invitation"):
            self.go(f"/{page}?token={WRONG_LINK}")
            yield f"{page}, link over", 410

    def registering(self):
        self.go("/register")
        yield "register", 200
        self.send("/register", password="short", email="nobody")
        yield "register with faults", 422
        self.send("/register", name="Anna Müller", email=self.email, password=PASSWORD)
        yield "register, sent", 200
        self.follow("verify")
        yield "verify", 200
        self.send("/verify")
        yield "trips", 200

    def profile(self):
        self.go("/account/payments?kind=refund")
        yield "no payments", 200
        self.go("/account/payments?from=2026-05-01&until=2026-05-31")
        yield "no payments in some days", 200
        self.go("/account/payment-methods")
        yield "no saved cards", 200
        self.go("/account")
        yield "profile", 200
        self.send("/account", name="")
        yield "profile with faults", 422
        self.go("/account/email")
        yield "change e-mail", 200
        self.send("/account/email", email=f"new-{self.email}", password=PASSWORD)
        yield "change e-mail, asked", 200
        self.go("/account/security")
        yield "security", 200
        self.go("/account/password")
        yield "change password", 200
        self.send("/account/password", password="no such password", new_password=PASSWORD)
        yield "change password, refused", 422
        self.go("/account/data")
        yield "account data", 200
        self.go("")
        yield "home, signed in", 200

    def factor(self):
        self.go("/account/factor")
        yield "factor off", 200
        self.send("/account/factor")
        yield "factor, secret", 200
        key = self.page.locator(".secret code").inner_text()
        self.send("/account/factor/confirm", code="000000")
        yield "factor, wrong code", 422
        self.send("/account/factor/confirm", code=code(key))
        yield "recovery codes", 200
        self.go("/account/factor")
        yield "factor on", 200
        self.go("/account/factor/codes")
        yield "new recovery codes", 200
        self.sign_out()
        yield "sign-in, signed out", 200
        self.send("/sign-in", email=self.email, password=PASSWORD)
        yield "sign-in, code", 200
        self.send("/sign-in/code", code="000000")
        yield "sign-in, wrong code", 422
        self.send("/sign-in/code", code=code(key, steps_ahead=1))
        self.page.wait_for_selector(".account-menu")

    def sign_out(self):
        self.page.locator(".account-menu summary").click()
        self.page.locator(".account-menu form button").click()

    def letters(self):
        self.follow("confirm-email", f"new-{self.email}")
        yield "confirm e-mail", 200
        self.go("/forgot")
        self.send("/forgot", email=self.email)
        self.follow("reset")
        yield "reset", 200
        colleague = f"colleague-{self.email}"
        self.operate("invitations", {"email": colleague, "role": "agent", "locale": self.locale})
        self.follow("invitation", colleague)
        yield "invitation", 200

    def impersonated(self):
        """In a window of its own cookies, as an operator has one."""
        kept = self.page.context.cookies()
        # The ticket's address names no language.
        self.go("/choose")
        path = self.operate(
            "impersonations", {"email": self.email, "reason": "Cannot find the booking any more"})["path"]
        self.page.goto(self.server.url(self.partner.host, path.lstrip("/")))
        yield "impersonation, asked", 200
        self.send("/impersonation")
        yield "trips, impersonated", 200
        self.go("")
        yield "home, impersonated", 200
        self.go("/account/deletion")
        yield "deletion, impersonated", 200
        self.go("/no-such-page")
        yield "404, impersonated", 404
        self.page.locator(".impersonation a").click()
        yield "impersonation, present", 200
        self.page.context.clear_cookies()
        self.page.context.add_cookies(kept)

    def deletion(self):
        self.go("/account/deletion")
        yield "deletion", 200
        self.send("/account/deletion", password="no such password")
        yield "deletion, refused", 422
        self.send("/account/deletion", password=PASSWORD)
        yield "deleted", 200
