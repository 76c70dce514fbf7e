"""A booking paid as a traveller's program would: held, the card given to the sandbox that stands beside the server."""

import json
import time
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

from plain_http import request

CARD = "pm_card_visa"
SETTLED_SECONDS_MAX = 30


@dataclass(frozen=True)
class Paid:
    booking: str
    payment: str


def paid_booking(server, partner, check_in, check_out):
    """Of the first room that is found which is paid when it is booked."""
    held = ask(server, partner, "/api/bookings", {
        "offer_id": offer(server, partner, check_in, check_out), "travellers": [{"full_name": "Paying Guest"}],
        "contact": {"email": f"till-{uuid.uuid4().hex[:8]}@example.com"}})
    booking, access = held["id"], {"X-Booking-Access": held["access"]}
    begun = ask(server, partner, f"/api/bookings/{booking}/payments", {}, access)
    confirm(server, partner, begun["client_secret"].split("_secret_")[0])
    wait(server, partner, booking, access)
    return Paid(booking, begun["id"])


def wait(server, partner, booking, access):
    """The sandbox tells the server by an event, which settles it."""
    deadline = time.monotonic() + SETTLED_SECONDS_MAX
    while time.monotonic() < deadline:
        told = request(server, partner.host, f"/api/bookings/{booking}/payments", headers=access)
        if '"state":"captured"' in told.text:
            return
        time.sleep(0.2)
    raise RuntimeError(f"not paid after {SETTLED_SECONDS_MAX} s: {told.text}")


def offer(server, partner, check_in, check_out):
    """The sites are connected to the sandbox a moment after they are up."""
    deadline = time.monotonic() + SETTLED_SECONDS_MAX
    while time.monotonic() < deadline:
        if found := payable(server, partner, check_in, check_out):
            return found
        time.sleep(0.5)
    raise RuntimeError(f"{partner.slug}: no room is paid when it is booked")


def payable(server, partner, check_in, check_out):
    stay = f"check_in={check_in}&check_out={check_out}&guests=2"
    found = json.loads(request(server, partner.host, f"/api/hotels/search?destination=PAR&{stay}&limit=20").text)
    for hotel in found["data"]:
        shown = request(server, partner.host, f"/api/hotels/{hotel['hotel']['id']}?{stay}").text
        for one in shown.split('"offer_id":"')[1:]:
            if one.split('"payable":"')[1].startswith("now"):
                return one.split('"')[0]
    return None


def ask(server, partner, path, body, headers=None):
    answer = request(
        server, partner.host, path, "POST", json.dumps(body),
        {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())} | (headers or {}))
    if answer.status >= 300:
        raise RuntimeError(f"{path}: {answer.status} {answer.text}")
    return json.loads(answer.text) | {"access": answer.header("X-Booking-Access")}


def confirm(server, partner, intent):
    """What the sandbox's own form does."""
    place = json.loads((server.data / "stripe-sandbox/sandbox.json").read_text())
    secret = next(each["secretKey"] for each in place["accounts"] if each["name"] == partner.slug)
    base = place["url"].replace("localhost", "127.0.0.1")
    body = urllib.parse.urlencode({"payment_method": CARD}).encode()
    urllib.request.urlopen(urllib.request.Request(
        f"{base}/v1/payment_intents/{intent}/confirm", body, {"Authorization": f"Bearer {secret}"}), timeout=20).close()
