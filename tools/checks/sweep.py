"""Every kind of page on five hosts: nothing serious from axe, nothing scrolls sideways, no word is left
untranslated, the console is empty, no sub-request fails. The long form takes every language of every host in
every palette and width. The short one takes each host's own language, one palette and width a page in turn, and
runs axe for each kind on two of the hosts, which are light and dark, narrow and wide by turns."""

import itertools
import time

from chromium import browser, fresh_page
from walk_console import ConsoleWalk
from english import English
from inspection import Inspection
from partners import PARTNERS
from plain_http import request
from walk import Walk

WIDTHS = (320, 1280)
MODES = tuple(itertools.product(WIDTHS, ("light", "dark")))
CLOSED_SECONDS_MAX = 5
AXE_TURNS = (0, 3)


class Sweep:
    def __init__(self, server, is_long, met):
        self.server, self.is_long, self.met = server, is_long, met
        self.looks, self.faults, self.moderate, self.sources = 0, [], {}, {}
        self.site_number = self.kind_number = 0

    def run(self):
        with browser() as opened:
            for self.site_number, partner in enumerate(PARTNERS):
                for locale in self.locales(partner):
                    self.kind_number = 0
                    with fresh_page(opened) as page:
                        self.site(page, partner, locale, Walk)
                    with fresh_page(opened, locale=locale) as page:
                        self.site(page, partner, locale, ConsoleWalk)
            for where, host, status in (("platform", "localhost", 200), ("unknown host", "nobody.localhost", 404)):
                with fresh_page(opened) as page:
                    inspection = Inspection(page)
                    self.page(where, page.goto(self.server.url(host)), status, inspection, None)
        return self

    def run_closed(self):
        """The pages of sites in maintenance and of suspended ones; no other check may need them meanwhile."""
        with browser() as opened:
            for self.site_number, partner in enumerate(PARTNERS):
                for verb in ("maintain", "suspend"):
                    self.server.tenant(verb, partner.slug)
                    self.wait_for(partner, 503)
                    for locale in self.locales(partner):
                        self.closed(opened, partner, locale, verb)
                    self.server.tenant("resume", partner.slug)
                    self.wait_for(partner, 200)
        return self

    def locales(self, partner):
        return partner.locales if self.is_long else partner.locales[:1]

    def site(self, page, partner, locale, kind_of_walk):
        inspection, english = Inspection(page), English(partner, locale)
        walk = kind_of_walk(page, self.server, partner, locale)
        where = f"{partner.slug}/{locale}"
        try:
            for kind, status in walk.pages():
                page.wait_for_load_state()
                self.page(f"{where} {kind}", walk.answer, status, inspection, english)
        except Exception as error:  # the rest of the sites can still be looked at
            self.faults.append(f"{where} stopped at {page.url}: {str(error).splitlines()[0]}")

    def closed(self, opened, partner, locale, verb):
        with fresh_page(opened) as page:
            inspection = Inspection(page)
            answer = page.goto(self.server.url(partner.host, locale))
            where = f"{partner.slug}/{locale} {verb}"
            self.page(where, answer, 503, inspection, English(partner, locale))
            if page.locator('meta[name=robots][content*="noindex"]').count() == 0:
                self.faults.append(f"{where}: can be indexed")

    def wait_for(self, partner, status):
        deadline = time.monotonic() + CLOSED_SECONDS_MAX
        while request(self.server, partner.host, f"/{partner.locales[0]}").status != status:
            if time.monotonic() > deadline:
                self.faults.append(f"{partner.slug}: not {status} within {CLOSED_SECONDS_MAX} s")
                return
            time.sleep(0.05)

    def page(self, where, answer, status, inspection, english):
        found = list(english.faults(inspection.page)) if english else []
        if answer.status != status:
            found.append(f"{answer.status}, not {status}")
        self.sources[where] = answer.text()
        self.met.note(answer)
        modes = MODES if self.is_long else [MODES[(self.site_number + self.kind_number) % len(MODES)]]
        with_axe = self.is_long or (self.kind_number - self.site_number) % len(PARTNERS) in AXE_TURNS
        self.kind_number += 1
        for width, scheme in modes:
            self.looks += 1
            found += [f"{fault} ({scheme}, {width})" for fault in inspection.look(width, scheme, with_axe)]
        found += inspection.heard_faults()
        self.faults += [f"{where}: {fault}" for fault in found]
        for text in inspection.moderate:
            self.moderate.setdefault(text, where)
        inspection.moderate.clear()
