"""Runs the checks against a server of their own: a line a check, faults below it, a closing line; exits 1 if one
failed. `TRAVELHUB_SOAK=1` asks for the long forms."""

import argparse
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
import os
import time

from brand_live import brand_live
import caddy
import chromium
from comfort import comforts
from console import console
import contract
from desk import desk
from journey import journeys
from mail import mails
from markup import markup
from met import Met
from migrations import migrations
from openid import openid
from paid import paid
from papers import papers
from pictures import pictures
from roles import roles
from saved import saved
from scan_sites import PartnerTargets, PlatformTargets
import scanners
from server import Server
from size import BYTES_MAX, sizes
from stripe_sandbox import stripe_sandbox
from surroundings import surroundings
from sweep import Sweep
from test_keys import test_keys
from viewer import viewer

FAULTS_SHOWN_MAX = 60


class Checks:
    def __init__(self, server, is_long, only):
        self.server, self.is_long, self.only = server, is_long, only
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.sources, self.met = {}, Met()
        self.brands, self.tills = Lock(), Lock()

    def run(self):
        # Two at a time, as there are cores; the sweep is nearly as long as all the others together.
        with ThreadPoolExecutor(2) as pool:
            for check in [pool.submit(self.check, *given) for given in self.beside_each_other()]:
                check.result()
        # These want the sites to themselves, or what the sweep gathered.
        self.check("closed sites", lambda: self.swept("run_closed"), True)
        self.check("markup", lambda: markup(self.sources), True)
        self.check("met", lambda: (self.met.faults(self.server), f"{len(self.met.paths)} addresses of pages"), True)
        # For most of an hour, and only where they are asked for.
        for name, host in (("scanners", PartnerTargets), ("scanners, platform", PlatformTargets)):
            if self.is_long or name in self.only:
                self.check(name, lambda host=host: scanners.scanners(self.server.binary, self.server.port, host))

    def beside_each_other(self):
        """Name, what runs, and whether it wants a browser; in the order in which they begin."""
        server, is_long = self.server, self.is_long
        return [
            ("sweep", lambda: self.swept("run"), True),
            ("migrations", migrations),
            ("mail", lambda: mails(server.binary, server.port)),
            ("journey", lambda: (journeys(server), "five bookings made and cancelled, two accounts opened and deleted"), True),
            ("paid", lambda: self.with_tills(lambda: paid(server)), True),
            ("saved cards", lambda: self.with_tills(lambda: saved(server)), True),
            ("comfort", lambda: (comforts(server), "keyboard, preferences, hold, paper"), True),
            ("contract, roles", lambda: roles(server.binary, server.port, is_long)),
            ("size", self.size, True),
            ("desk", self.desk, True),
            ("papers", lambda: papers(server), True),
            ("console", lambda: self.with_brands(lambda: console(server, is_long)), True),
            ("viewer", self.viewer, True),
            ("surroundings", lambda: (surroundings(server, is_long), "heads, crawlers, headers, cookies")),
            ("openid", lambda: openid(server)),
            ("test keys", lambda: test_keys(server)),
            ("contract, partner's API", lambda: contract.partner_api(server, is_long)),
            ("contract, partner's pages", lambda: contract.partner_pages(server, is_long)),
            ("contract, versions", lambda: contract.partner_versions(server, is_long)),
            ("contract, platform", lambda: contract.platform(server, is_long)),
            ("contract, refusals", lambda: contract.refusals(server, is_long)),
            ("contract, platform's pages", lambda: contract.platform_pages(server, is_long)),
            ("brand while typed", lambda: self.with_brands(lambda: brand_live(server, is_long)), True),
            ("stripe sandbox", lambda: stripe_sandbox(server.binary, is_long)),
            ("caddy", self.caddy),
        ]

    def with_brands(self, run):
        """One publishes what the other holds its drafts against."""
        with self.brands:
            return run()

    def with_tills(self, run):
        """One holds what the sandbox took against what the other pays."""
        with self.tills:
            return run()

    def check(self, name, run, in_browser=False):
        if self.only and name not in self.only:
            return
        if missing := self.missing(name, in_browser):
            self.counts["skipped"] += 1
            print(f"skipped {name}: no {missing} here", flush=True)
            return
        begun = time.monotonic()
        try:
            faults, detail = run()
        except Exception as error:  # one check that breaks must not hide what the others find
            faults, detail = [f"{type(error).__name__}: {error}"], "broke off"
        outcome = "failed" if faults else "passed"
        self.counts[outcome] += 1
        lines = [f"{outcome} {name}: {detail}, {time.monotonic() - begun:.0f} s"]
        lines += [f"    {fault}" for fault in faults[:FAULTS_SHOWN_MAX]]
        if len(faults) > FAULTS_SHOWN_MAX:
            lines.append(f"    … and {len(faults) - FAULTS_SHOWN_MAX} more")
        print("\n".join(lines), flush=True)

    @staticmethod
    def missing(name, in_browser):
        if name == "caddy" and not caddy.installed():
            return "caddy"
        if name.startswith("scanners") and not scanners.install():
            return "sqlmap and wapiti"
        return "chromium" if in_browser and not chromium.installed() else None

    def desk(self):
        faults, detail, sources = desk(self.server, self.is_long, self.met)
        self.sources |= sources
        return faults, detail

    def caddy(self):
        return caddy.caddy(self.server), "two own domains over TLS, others refused in the handshake"

    def swept(self, form):
        sweep = getattr(Sweep(self.server, self.is_long, self.met), form)()
        self.sources |= sweep.sources
        for text, where in sweep.moderate.items():
            print(f"    noted at {where}: {text}", flush=True)
        return sweep.faults, f"{len(sweep.sources)} pages, {sweep.looks} looks"

    def viewer(self):
        if not self.server.has_viewer:
            return [], "not fetched: /docs is a list here"
        return viewer(self.server)

    def size(self):
        totals = sizes(self.server)
        faults = [f"{slug}: {total} bytes" for slug, total in totals.items() if total > BYTES_MAX]
        return faults, f"at most {max(totals.values()) / 1024:.1f} of {BYTES_MAX // 1024} KB"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/debug/travelhub")
    parser.add_argument("--port", type=int, default=int(os.environ.get("CHECKS_PORT", 8180)), help="the first to try")
    parser.add_argument("--pictures", action="store_true", help="only draw docs/sites.png anew")
    parser.add_argument("checks", nargs="*", help="names of checks; all of them unless told")
    options = parser.parse_args()
    with Server(options.binary, options.port) as server:
        if options.pictures:
            return pictures(server)
        checks = Checks(server, os.environ.get("TRAVELHUB_SOAK") == "1", options.checks)
        checks.run()
    skipped = f", {checks.counts['skipped']} skipped" if checks.counts["skipped"] else ""
    print(f"{checks.counts['passed']} passed, {checks.counts['failed']} failed{skipped}")
    return 1 if checks.counts["failed"] else 0


raise SystemExit(main())
