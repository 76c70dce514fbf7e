"""Every page of the description is one that a walk came to, or one of which it is said here why none does."""

import json
import re
from urllib.parse import urlsplit

from plain_http import request

ELSEWHERE = {
    "/docs": "`viewer` draws it whole",
    "/preview/look/{look}": "a frame of the editor's, in which nothing may run, axe neither; `console` looks into it",
    "/admin/mail/letters/{name}/html": "a frame of the letter's page, in which nothing may run, axe neither",
    "/mail/{site}/{name}/html": "the letter itself, as a mail reader has it; `mail` reads it",
    "/unsubscribe/{token}": "no letter of today needs consent, so that none carries the link; `MailTests` open the page",
    "/{locale}/account/payment-methods/{card}/remove": "of a card that was saved; `saved cards` saves one and opens it",
    "/admin/payments/{id}/settled": "of what cannot be settled, which is found out after an hour; `TillPageTests` open it",
    "/admin/payments/refunds/{id}/settled": "the same of a refund",
    "/admin/billing/{id}": "of an invoice, which a site that began today has none of; `BillingPageTests` open it",
    "/desk/invoices/{slug}/{id}": "of an invoice, which a site that began today has none of; `DeskInvoicePageTests` open it",
    "/desk/invoices/{slug}/{id}/pay": "the same; they fill its form in",
    "/desk/invoices/{slug}/{id}/void": "the same; they fill its form in",
    "/desk/errors/samples": "of an error, which a sound server has none of; `StatisticsTests` make one",
}
# OpenAPI has no parameter that takes several segments, as this one does: a route's own path.
SEVERAL = "{endpoint}"


class Met:
    """Which pages browsers were shown, by host."""

    def __init__(self):
        self.paths = set()

    def note(self, answer):
        """`answer` is a browser's to its navigation."""
        if answer.request.method == "GET" and answer.status == 200:
            parts = urlsplit(answer.url)
            self.paths.add((parts.hostname == "localhost", parts.path))

    def faults(self, server):
        found = []
        for host in ("severny.localhost", "localhost"):
            document = json.loads(request(server, host, "/openapi.json").text)
            gets = [path for path, methods in document["paths"].items() if "get" in methods and is_page(methods["get"])]
            for path in gets:
                is_met = any(self.covers(gets, path, met) for is_platform, met in self.paths
                             if is_platform == (host == "localhost"))
                if is_met == (path in ELSEWHERE):
                    found.append(f"{host} {path}: " + ("met, and said not to be" if is_met else "no walk comes to it"))
        return found

    @staticmethod
    def covers(paths, path, met):
        shape = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path).replace(re.escape(SEVERAL), ".+"))
        return re.fullmatch(shape, met) and (path == met or met not in paths)


def is_page(operation):
    return "text/html" in operation["responses"].get("200", {}).get("content", {})
