"""Keys for trying things out: a site that was provisioned as `test` makes keys that begin with `sk_test_`. They do
there what a live key does on a live site, and open nothing else; no live key opens that site."""

import base64
import json
import re
import time
import uuid

from members import Member, Program, call
from partners import PARTNERS, Partner, stay
from plain_http import request
from server import ROOT

WAIT_SECONDS_MAX = 60
FOLDER = ROOT / "tenants/halfway"
TRIAL = Partner("trial", ("en", "de", "ru", "ar", "ja"), "PAR", "+44 7400 123456")
LIVE = next(partner for partner in PARTNERS if partner.slug == "severny")


def test_keys(server):
    check = TestKeys(server)
    check.run()
    return check.faults, "a site for trying out, its keys and a live one's"


class TestKeys:
    def __init__(self, server):
        self.server, self.faults = server, []

    def run(self):
        self.provision()
        trial, live = Program(self.server, TRIAL), Program(self.server, LIVE)
        self.want(re.fullmatch(r"sk_test_[0-9a-f]{64}", trial.secret), "the site for trying out makes another kind of key")
        self.want(re.fullmatch(r"sk_live_[0-9a-f]{64}", live.secret), "a live site makes another kind of key")
        disguised = trial.secret.replace("sk_test_", "sk_live_")
        for partner, secret, status in (
                (TRIAL, trial.secret, 200), (LIVE, live.secret, 200), (LIVE, trial.secret, 401),
                (TRIAL, live.secret, 401), (TRIAL, disguised, 401), (LIVE, disguised, 401)):
            found = self.bookings(partner, secret).status
            self.want(found == status, f"{secret[:8]}… on {partner.slug}: {found}, not {status}")
        self.book(trial)
        self.rotate(trial)
        hidden = request(self.server, TRIAL.host, "/en", headers={"Accept": "text/html"})
        self.want(hidden.status == 200 and "noindex" in hidden.text, "search engines may list the site for trying out")
        self.want(trial.secret not in (self.server.data / "log").read_text(), "the log tells a key")

    def want(self, condition, text):
        if not condition:
            self.faults.append(text)

    def provision(self):
        """The folder of a live partner, as `test` and under another name; done once a server."""
        files = []
        for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
            content = path.read_bytes()
            if path.name == "tenant.yml":
                content = content.replace(b"halfway", b"trial").replace(b"kind: live", b"kind: test")
            files.append({"path": str(path.relative_to(FOLDER)), "content": base64.b64encode(content).decode(), "base64": True})
        answer = call(self.server, "localhost", "/api/platform/tenants", {"slug": "trial", "files": files},
                      self.server.operator_token)
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while "operation_id" in answer:
            state = call(self.server, "localhost", f"/api/platform/operations/{answer['operation_id']}",
                         token=self.server.operator_token, method="GET")["state"]
            if state == "done":
                return
            if state == "failed" or time.monotonic() > deadline:
                raise RuntimeError(f"the site for trying out is {state}")
            time.sleep(0.2)

    def bookings(self, partner, secret):
        return request(self.server, partner.host, "/api/admin/bookings",
                       headers={"Authorization": f"Bearer {secret}", "Accept": "application/json"})

    def book(self, trial):
        """A whole booking, which its key finds."""
        arrival, departure = stay()
        found = json.loads(request(
            self.server, TRIAL.host,
            f"/api/hotels/search?destination=BER&check_in={arrival}&check_out={departure}&guests=2&limit=1").text)
        body = {"offer_id": found["data"][0]["offer_id"], "contact": {"email": "ada@example.org"},
                "travellers": [{"full_name": "Ada Lovelace"}]}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {trial.secret}"}
        held = request(self.server, TRIAL.host, "/api/bookings", "POST", json.dumps(body),
                       headers | {"Idempotency-Key": str(uuid.uuid4())})
        self.want(held.status == 201, f"held with a test key: {held.status} {held.text[:200]}")
        booking = json.loads(held.text)["id"]
        confirmed = request(self.server, TRIAL.host, f"/api/bookings/{booking}/confirm", "POST", "{}", headers | {
            "Idempotency-Key": str(uuid.uuid4()), "X-Booking-Access": held.header("x-booking-access")})
        self.want(confirmed.status == 200, f"confirmed with a test key: {confirmed.status} {confirmed.text[:200]}")
        listed = json.loads(self.bookings(TRIAL, trial.secret).text)["data"]
        self.want(any(one["id"] == booking for one in listed), "the key does not find its booking")

    def rotate(self, trial):
        """Its successor is of the same kind; revoked, both end."""
        made = call(self.server, TRIAL.host, f"/api/admin/api-keys/{trial.id}/rotate", {"overlap_hours": 0}, trial.secret)
        secret = made["secret"]
        self.want(secret.startswith("sk_test_"), "the successor is of another kind")
        self.want(self.bookings(TRIAL, secret).status == 200, "the successor opens nothing")
        request(self.server, TRIAL.host, f"/api/admin/api-keys/{made['key']['id']}", "DELETE",
                headers={"Authorization": f"Bearer {secret}"})
        self.want(self.bookings(TRIAL, secret).status == 401, "a revoked key goes on")
