"""A booking on each of the five hosts with its papers, read by other programs: the PDFs by pypdf and poppler, the
calendar file by icalendar. Names are hostile, and the file is the same each time."""

import io
import json
import subprocess
import tempfile
import time
import uuid

import icalendar
import pypdf

from chromium import browser, fresh_page
from partners import PARTNERS, stay
from plain_http import request

WAIT_SECONDS_MAX = 30
GUEST = "papers@example.org"
COMPANY = "<b>Müller & Söhne</b> \u202egnp.exe 株式会社 شركة"
PAPERS = ("receipt", "invoice", "credit-note")


def papers(server):
    faults = []
    with browser() as opened:
        for partner in PARTNERS:
            with fresh_page(opened, java_script_enabled=False) as page:
                check = Papers(page, server, partner)
                try:
                    check.run()
                except Exception as error:
                    check.want(False, f"stopped: {type(error).__name__} {error}")
                faults += check.faults
    return faults, f"{len(PARTNERS)} bookings, {len(PARTNERS) * (len(PAPERS) + 1)} files"


class Papers:
    def __init__(self, page, server, partner):
        self.page, self.server, self.partner, self.faults = page, server, partner, []
        self.locale = partner.locales[0]

    def want(self, condition, text):
        if not condition:
            self.faults.append(f"{self.partner.slug}: {text}")

    def run(self):
        self.book()
        self.issue()
        number = self.read("receipt") and self.read("invoice")
        self.calendar("CONFIRMED")
        self.give_back()
        note = self.read("credit-note")
        self.want(number and note and number in note, "the credit note does not name its invoice")
        self.calendar("CANCELLED")

    def call(self, path, body=None):
        headers = {"Accept-Language": self.locale, "X-Booking-Access": self.access}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return request(self.server, self.partner.host, path, "GET" if body is None else "POST",
                       None if body is None else json.dumps(body), headers)

    def book(self):
        self.access = ""
        arrival, departure = stay()
        found = json.loads(self.call(
            f"/api/hotels/search?destination=ROM&check_in={arrival}&check_out={departure}&guests=2&limit=1").text)
        held = self.call("/api/bookings", {
            "offer_id": found["data"][0]["offer_id"], "contact": {"email": GUEST},
            "travellers": [{"full_name": "<i>太郎</i> Ünïcödé"}]})
        self.booking = json.loads(held.text)
        self.path, self.access = f"/api/bookings/{self.booking['id']}", held.header("x-booking-access")
        self.want(self.call(f"{self.path}/confirm", {}).status == 200, "not confirmed")

    def issue(self):
        """By the page's form, where a direction override is refused beside its field."""
        self.page.goto(self.server.url(self.partner.host, f"{self.locale}/manage"))
        self.page.fill("[name=reference]", self.booking["reference"])
        self.page.fill("[name=email]", GUEST)
        self.page.locator("main form button").click()
        self.page.locator('.papers a[href$="/invoice"]').click()
        self.page.fill("[name=company]", COMPANY)
        self.page.locator("main form button").click()
        self.want(self.page.locator("#company-error").count() == 1, "a direction override is taken")
        self.page.fill("[name=company]", COMPANY.replace("\u202e", ""))
        self.page.locator("main form button").click()
        self.want(self.page.locator('.papers a[href$="/invoice.pdf"]').count() == 1, "no invoice was issued")

    def read(self, name):
        """The text of a paper."""
        answer = self.call(f"{self.path}/{name}")
        self.want(answer.status == 200, f"{name}: {answer.status}")
        if answer.status != 200:
            return ""
        self.want(answer.body == self.call(f"{self.path}/{name}").body, f"{name}: other bytes the second time")
        file = pypdf.PdfReader(io.BytesIO(answer.body), strict=True)
        root = file.trailer["/Root"]
        self.want(root.get("/Lang") == self.locale, f"{name}: its language is {root.get('/Lang')}")
        direction = "/R2L" if self.locale == "ar" else "/L2R"
        self.want(root["/ViewerPreferences"]["/Direction"] == direction, f"{name}: reads the wrong way")
        self.want(file.metadata.title and file.metadata.author, f"{name}: no title or author")
        self.want(len(file.pages) == 1, f"{name}: {len(file.pages)} pages")
        self.want(not any("/Image" in str(page.get("/Resources", {}).get("/XObject", {})) for page in file.pages),
                  f"{name}: an image")
        text = self.text(answer.body)
        self.want(self.booking["reference"] in text, f"{name}: no reference")
        self.want("⟦" not in text and "{" not in text, f"{name}: words are missing")
        if name != "receipt":
            self.want("<b>Müller & Söhne</b>" in text, f"{name}: markup was read")
            self.want(f"{'INV' if name == 'invoice' else 'CRN'}-" in file.metadata.title, f"{name}: no number")
        return file.metadata.title.split()[-1] if name == "invoice" else text

    @staticmethod
    def text(body):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(body)
            file.flush()
            return subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True).stdout.decode()

    def calendar(self, status):
        self.page.goto(self.server.url(self.partner.host, f"{self.locale}/bookings/{self.booking['id']}"))
        with self.page.expect_download() as taken:
            self.page.locator('.papers a[href$="/stay.ics"]').click()
        raw = open(taken.value.path(), "rb").read()
        self.want(all(len(line) <= 75 for line in raw.split(b"\r\n")), "a line of the calendar file is not folded")
        calendar = icalendar.Calendar.from_ical(raw)
        events = calendar.walk("VEVENT")
        self.want(not calendar.errors and len(events) == 2, f"a calendar of {len(events)} events")
        stay_event = next(event for event in events if "-stay@" in event["UID"])
        self.want(str(stay_event["DTSTART"].dt) == self.booking["check_in"], "another arrival")
        self.want(str(stay_event["DTEND"].dt) == self.booking["check_out"], "another departure")
        self.want({str(event["STATUS"]) for event in events} == {status}, f"not {status}")
        self.want({str(event["UID"])[:36] for event in events} == {self.booking["id"]}, "other names")

    def give_back(self):
        promise = json.loads(self.call(f"{self.path}/cancellation-quotes", {}).text)["cancellation_quote_id"]
        self.want(self.call(f"{self.path}/cancel", {"cancellation_quote_id": promise}).status == 200, "not cancelled")
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while self.call(f"{self.path}/credit-note").status != 200 and time.monotonic() < deadline:
            time.sleep(0.3)
