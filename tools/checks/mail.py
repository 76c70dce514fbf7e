"""Mail against a real server (aiosmtpd) that takes, defers, refuses, drops and hangs: each is delivered once, tried
again or given up, and no booking waits for it. The mails are read by Python's own parsers."""

import asyncio
from collections import Counter, defaultdict
import email
import email.policy
import json
import time
import uuid

from aiosmtpd.controller import Controller
import icalendar

from partners import PARTNERS, stay
from plain_http import request
from server import Server, free_port
from signatures import Signatures

ARRIVE_SECONDS_MAX = 60
ANSWER_SECONDS_MAX = 5
# Longer than a mail server may take, so that it is the server of ours that gives up.
HANG_SECONDS = 90
GIVE_UP_SECONDS = 3


class Handler:
    """Goes by the name of the mailbox: `451-…` is deferred once, `550-…` refused, `drop-…` cut off once before its
    dot is answered, `hang-…` left waiting once."""

    def __init__(self):
        self.attempts, self.mails, self.raw = Counter(), defaultdict(list), defaultdict(list)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.attempts[address] += 1
        if address.startswith("451-") and self.attempts[address] == 1:
            return "451 4.7.1 Come back later"
        if address.startswith("550-"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("hang-") and self.attempts[address] == 1:
            await asyncio.sleep(HANG_SECONDS)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            self.raw[address].append(envelope.content)
            self.mails[address].append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            if address.startswith("drop-") and self.attempts[address] == 1:
                server.transport.close()
        return "250 OK"


def mails(binary, base_port):
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(base_port + 500))
    controller.start()
    try:
        settings = {"SMTP_URL": f"smtp+plain://127.0.0.1:{controller.port}",
                    "SMTP_TIMEOUT_SECONDS": str(GIVE_UP_SECONDS)}
        with Server(binary, base_port + 100, settings) as server:
            return Post(server, handler).run()
    finally:
        controller.stop()


class Post:
    def __init__(self, server, handler):
        self.server, self.handler = server, handler
        self.faults = []

    def run(self):
        # First what hangs: the others are booked, and written to, while it does.
        boxes = ["hang", "ok", "451", "550", "drop"]
        written = {}
        for index, box in enumerate(boxes):
            partner = PARTNERS[index % len(PARTNERS)]
            address = f"{box}-{uuid.uuid4().hex[:8]}@example.org"
            self.book(partner, address)
            written[box] = (partner, address)
        for box, (partner, address) in written.items():
            self.settle(box, partner, address)
            self.want(all(b"\nDKIM-Signature" not in b"\n" + raw for raw in self.handler.raw[address]),
                      f"{address}: signed for a partner without a key")
        verified = Signatures(self).run()
        attempts = sum(self.handler.attempts.values())
        return self.faults, f"{len(boxes) + verified} bookings, {attempts} attempts, {verified} signatures verified"

    def want(self, condition, text):
        if not condition:
            self.faults.append(text)

    def book(self, partner, address):
        arrival, departure = stay()
        found = json.loads(request(
            self.server, partner.host,
            f"/api/hotels/search?destination=BER&check_in={arrival}&check_out={departure}&guests=2&limit=1").text)
        body = {"offer_id": found["data"][0]["offer_id"], "contact": {"email": address},
                "travellers": [{"full_name": "=cmd|' <script>x</script> Ünïcödé 太郎"}]}
        held = self.post(partner, "/api/bookings", body)
        booking = json.loads(held.text)["id"]
        begun = time.monotonic()
        answer = self.post(partner, f"/api/bookings/{booking}/confirm", {}, held.header("x-booking-access"))
        took = time.monotonic() - begun
        self.want(answer.status == 200, f"{address}: confirming gave {answer.status}")
        self.want(took < ANSWER_SECONDS_MAX, f"{address}: confirming took {took:.1f} s")

    def post(self, partner, path, body, access=""):
        return request(
            self.server, partner.host, path, "POST", json.dumps(body),
            {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), "X-Booking-Access": access})

    def settle(self, box, partner, address):
        attempts = {"ok": 1, "550": 1}.get(box, 2)
        deadline = time.monotonic() + ARRIVE_SECONDS_MAX
        wanted = {"550": 0, "drop": 2}.get(box, 1)
        while time.monotonic() < deadline:
            if self.handler.attempts[address] >= attempts and len(self.handler.mails[address]) >= wanted:
                break
            time.sleep(0.2)
        mails = self.handler.mails[address]
        self.want(self.handler.attempts[address] == attempts, f"{box}: {self.handler.attempts[address]} attempts")
        self.want(len(mails) == wanted, f"{box}: {len(mails)} mails")
        self.want(len({mail["message-id"] for mail in mails}) <= 1, f"{box}: its copies have different names")
        for mail in mails:
            self.read(mail, partner, address)

    def read(self, mail, partner, address):
        self.want(not mail.defects, f"{address}: {mail.defects}")
        self.want(mail["to"].addresses[0].addr_spec == address, f"{address}: goes to {mail['to']}")
        html = mail.get_body(("html",)).get_content()
        text = mail.get_body(("plain",)).get_content()
        self.want("<script" not in html, f"{address}: a name became markup")
        self.want("太郎" in text and "&lt;script&gt;" in html, f"{address}: the name is not shown")
        self.want(partner.host in text, f"{address}: does not lead to {partner.host}")
        files = [part for part in mail.iter_attachments()]
        self.want([part.get_content_type() for part in files] == ["text/calendar"], f"{address}: {files}")
        for part in files:
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            events = calendar.walk("VEVENT")
            self.want(len(events) == 2 and events[0].decoded("dtend") > events[0].decoded("dtstart"),
                      f"{address}: no calendar of a stay")
