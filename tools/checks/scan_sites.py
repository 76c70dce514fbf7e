"""Whom the scanners are on each host: on a partner's a visitor, an owner signed in to the console and a program with a
key; on the platform's an operator, by a browser and by a program, and nobody."""

from dataclasses import dataclass
import json
import re
import subprocess

from members import Member, Program, call
from partners import PARTNERS
from plain_http import hold, request
from scan_targets import SAMPLES, Targets
from server import ROOT
import sittings

SLUG = "aurelia"


@dataclass(frozen=True)
class Site:
    """Where wapiti begins, and who it is."""

    name: str
    start: str
    headers: list
    others: list
    excluded: list


class PartnerTargets(Targets):
    name = "sites"
    # Each would end the scan's own session, or only slow down: attempts to sign in are answered later each time.
    spared = re.compile(
        r"/(sign-out|sign-in|sign-in/code|logout|login|deletion|password|password/forgot|forgot|refresh|register|factor)\b")

    def __init__(self, server):
        self.partner = next(partner for partner in PARTNERS if partner.slug == SLUG)
        super().__init__(server, self.partner.host)

    def prepare(self):
        self.key = Program(self.server, self.partner).secret
        self.visitor = sittings.visitor(self.server, self.host, "/de/manage")
        owner = Member(self.server, self.partner, "owner")
        self.owner = sittings.staff(self.server, self.partner, owner.email, owner.password)
        # A domain, an invitation and a booking, so that there is one of each to read.
        for path, body in (("domains", {"host": "www.scanned.example"}), ("invitations", {"email": "a@example.com", "role": "agent"})):
            call(self.server, self.host, f"/api/admin/{path}", body, self.key)
        hold(self.server, self.partner, self.found("BER")[0]["offer_id"])

    def found(self, destination):
        search = f"/api/hotels/search?destination={destination}&check_in={self.arrival}&check_out={self.departure}&guests=2"
        return call(self.server, self.host, search, method="GET")["data"]

    def is_spared(self, method, path):
        return self.spared.search(path)

    def credential(self, path):
        if path.startswith("/api/"):
            return {"Authorization": f"Bearer {self.key}"}
        return {"Cookie": (self.owner if path.startswith("/admin") else self.visitor).cookie}

    def token(self, permission):
        return (self.owner if permission.startswith("staff") else self.visitor).token

    def existing(self, path, method):
        """What a list of the API names, where the path asks for one of its things and only reads it."""
        if method != "GET" or "{id}" not in path or not path.startswith(("/api/", "/admin/")):
            return None
        listed = re.sub("^/admin", "/api/admin", path.split("/{id}")[0])
        listed = listed.replace("/staff/invitations", "/invitations").replace("/staff", "/users").replace("/keys", "/api-keys")
        if listed == "/api/hotels":
            return self.found("PAR")[0]["hotel"]["id"]
        answer = request(self.server, self.host, listed, headers={"Authorization": f"Bearer {self.key}"})
        found = json.loads(answer.body).get("data", []) if answer.status == 200 else []
        return next((each["id"] for each in found), None)

    def sites(self):
        """A page's own sub-address is followed; what another site answers is scanned as that one."""
        base = self.origin
        gets = [base + made.split(" ")[1].replace("*", "") for made in self.requests if made.startswith("GET /api/")]
        yield Site("storefront", f"{base}/de", [f"Cookie: {self.visitor.cookie}"],
                   [f"{base}/de/hotels?destination=PAR&check_in={self.arrival}&check_out={self.departure}&room_1_adults=2"],
                   [f"{base}/docs", f"{base}/admin"])
        yield Site("console", f"{base}/admin", [f"Cookie: {self.owner.cookie}"], [f"{base}/admin/{word}" for word in (
            "staff", "keys", "brand", "domains", "bookings", "ledger", "texts", "audit")], [f"{base}/admin/sign-out", f"{base}/docs"])
        yield Site("api", f"{base}/api/site", [f"Authorization: Bearer {self.key}"], gets, [])


class PlatformTargets(Targets):
    name = "platform"
    samples = SAMPLES | {"sort": "name", "slug": SLUG, "queue": "ordinary", "name": "nobody", "schedule": "nothing"}
    operator = "scanned"
    # Each would end the scan's own session, or only slow down, as on a partner's host; the form's page is asked.
    spared = re.compile(r"/(sign-out|sign-in|logout|login)\b")

    def __init__(self, server):
        super().__init__(server, "localhost")

    def prepare(self):
        told = subprocess.run(
            [self.server.binary, "operator", "add", self.operator, "--email", f"{self.operator}@platform.example"],
            cwd=ROOT, env=self.server.environment, check=True, capture_output=True, text=True).stdout
        self.sitting = sittings.operator(
            self.server, self.operator, re.search(r"password +(\S+)", told)[1], re.search(r"authenticator +(\S+)", told)[1])

    def is_spared(self, method, path):
        return method != "GET" and self.spared.search(path)

    def credential(self, path):
        if path.startswith("/api/"):
            return {"Authorization": f"Bearer {self.server.operator_token}"}
        return {"Cookie": self.sitting.cookie} if path.startswith("/desk") else {}

    def token(self, _):
        return self.sitting.token

    def existing(self, _path, _method):
        """Nobody is blocked, and what is ended is nothing that is there; `slug` has a sample."""
        return None

    def sites(self):
        base = self.origin
        gets = [base + made.split(" ")[1].replace("*", "") for made in self.requests if made.startswith("GET /api/")]
        # It sends the forms that it finds: not the one that would block the operator it is.
        yield Site("desk", f"{base}/desk", [f"Cookie: {self.sitting.cookie}"], [f"{base}/desk/{word}" for word in (
            "tenants", "operations", "queues", "jobs", "schedules", "mail", "errors", "statistics", "exchange-rates", "migrations", "audit")],
            [f"{base}/sign-out", f"{base}/docs", f"{base}/desk/operators/{self.operator}/block"])
        yield Site("entry", f"{base}/sign-in", [], [f"{base}/", f"{base}/mail"], [f"{base}/desk", f"{base}/docs"])
        yield Site("platform-api", f"{base}/api/platform/tenants", [f"Authorization: Bearer {self.server.operator_token}"], gets, [])
