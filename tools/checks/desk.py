"""The operators' console as its operator meets it: signed in by the form, every page of the menu and the questions
before changes, in every width, palette and language: nothing serious from axe, nothing scrolls sideways, the console
is empty, no sub-request fails. The short form takes one language, width and palette a page in turn."""

import base64
import hashlib
import hmac
import itertools
import re
import struct
import subprocess
import time
from urllib.parse import urlencode

from chromium import browser, fresh_page
from inspection import Inspection
from plain_http import request
from server import ROOT

HOST = "localhost"
LANGUAGES = ("en", "de", "ru", "ar", "ja")
LOOKS = tuple(itertools.product((320, 1280), ("light", "dark")))
STEP_SECONDS = 30
PAGES = (
    "desk", "desk/tenants", "desk/tenants?q=nothing-like-it", "desk/tenants/new", "desk/tenants/import",
    "desk/tenants/aurelia", "desk/tenants/aurelia/hosts", "desk/tenants/aurelia/looks",
    "desk/tenants/aurelia/suspend", "desk/tenants/aurelia/resume",
    "desk/tenants/aurelia/maintain", "desk/tenants/aurelia/archive", "desk/tenants/aurelia/restore",
    "desk/tenants/aurelia/invitation", "desk/tenants/aurelia/invoice", "desk/invoices",
    "desk/invoices?tenant=aurelia&state=overdue", "desk/tenants/aurelia/impersonation", "desk/operations", "desk/jobs",
    "desk/jobs?sort=due", "desk/jobs?after=nowhere", "desk/jobs/replay", "desk/jobs/run", "desk/queues",
    "desk/queues/ordinary/pause", "desk/queues/ordinary/resume", "desk/schedules", "desk/schedules/audit.seal/run",
    "desk/schedules/audit.seal/pause", "desk/schedules/audit.seal/resume", "desk/operators/checks/block",
    "desk/operators/checks/unblock",
    "desk/payments", "desk/payments?tenant=aurelia", "desk/payments?needs_person=true&after=nowhere",
    "desk/mail", "desk/mail?tenant=aurelia", "desk/mail/bounces?tenant=aurelia", "desk/errors", "desk/errors/services", "desk/statistics", "desk/statistics/queries",
    "desk/statistics/tenants", "desk/statistics/tenants/aurelia?days=30", "desk/statistics/endpoints/GET/sign-in",
    "desk/exchange-rates", "desk/exchange-rates?currency=USD", "desk/exchange-rates?currency=USD&done=rates_imported&skipped=XQX.ABC",
    "desk/exchange-rates/import", "desk/migrations", "desk/migrations/steps", "desk/operators", "desk/audit",
    "desk/audit?tenant=aurelia", "desk/audit?sort=nothing")


def code(secret):
    """RFC 6238: the six digits of now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP_SECONDS), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Desk:
    def __init__(self, server, is_long, met):
        self.server, self.is_long, self.met = server, is_long, met
        self.looks, self.faults, self.sources = 0, [], {}

    def run(self):
        self.password, self.secret = self.make()
        self.elsewhere()
        with browser() as opened:
            # A code counts once, so that a sign-in waits for the next: one session serves every language.
            with fresh_page(opened) as page:
                self.sign_in(page, Inspection(page))
                cookies = page.context.cookies()
            for number, language in enumerate(LANGUAGES if self.is_long else LANGUAGES[:1] + LANGUAGES[3:4]):
                with fresh_page(opened, locale=language) as page:
                    page.context.add_cookies(cookies)
                    inspection = Inspection(page)
                    for place, path in enumerate(PAGES):
                        self.page(inspection, language, path, number + place)
                    self.one_of(inspection, language, "desk/operations", "/desk/operations/")
            # What is kept of mail while developing, which is read in English.
            with fresh_page(opened) as page:
                inspection = Inspection(page)
                self.page(inspection, "en", "mail", 0)
                self.one_of(inspection, "en", "mail", "/mail/")
        return self

    def one_of(self, inspection, language, listed, prefix):
        """The first thing that a list leads to."""
        inspection.page.goto(self.server.url(HOST, listed))
        place = inspection.page.locator(f'main a[href^="{prefix}"]').first.get_attribute("href")
        self.page(inspection, language, place.lstrip("/"), 1)

    def make(self):
        told = subprocess.run(
            [self.server.binary, "operator", "add", "checks", "--email", "checks@platform.example"], cwd=ROOT,
            env=self.server.environment, check=True, capture_output=True, text=True).stdout
        return re.search(r"password +(\S+)", told)[1], re.search(r"authenticator +(\S+)", told)[1]

    def elsewhere(self):
        """Nobody has a token before there is a session; another site's page cannot sign anybody in all the same."""
        fields = {"email": "checks@platform.example", "password": self.password, "code": code(self.secret)}
        answer = request(
            self.server, HOST, "/sign-in", "POST", urlencode(fields),
            {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://elsewhere.example"})
        if answer.status != 403:
            self.faults.append(f"another site's page signs in: {answer.status}")

    def sign_in(self, page, inspection):
        answer = page.goto(self.server.url(HOST, "desk/tenants"))
        if not page.url.split("?")[0].endswith("/sign-in"):
            self.faults.append(f"open without signing in: {page.url}")
        self.look(inspection, "sign-in", answer, LOOKS)
        page.fill("[name=email]", "checks@platform.example")
        page.fill("[name=password]", self.password)
        page.fill("[name=code]", code(self.secret))
        page.click("main button")
        page.wait_for_url("**/desk/tenants")

    def page(self, inspection, language, path, turn):
        answer = inspection.page.goto(self.server.url(HOST, path))
        self.look(inspection, f"{language} {path}", answer, LOOKS if self.is_long else [LOOKS[turn % len(LOOKS)]])
        if inspection.page.get_attribute("html", "lang") != language:
            self.faults.append(f"{language} {path}: in another language")

    def look(self, inspection, where, answer, looks):
        self.sources[f"desk {where}"] = answer.text()
        self.met.note(answer)
        if answer.status != 200:
            self.faults.append(f"{where}: {answer.status}")
        if "⟦" in answer.text():
            self.faults.append(f"{where}: words are missing")
        for width, scheme in looks:
            self.looks += 1
            self.faults += [f"{where}: {fault} ({scheme}, {width})" for fault in inspection.look(width, scheme)]
        self.faults += [f"{where}: {fault}" for fault in inspection.heard_faults()]


def desk(server, is_long, met):
    done = Desk(server, is_long, met).run()
    return done.faults, f"{len(done.sources)} pages, {done.looks} looks", done.sources
