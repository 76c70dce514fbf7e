"""sqlmap and wapiti, as Debian has them, over a storefront, a console that is signed in to and an API that a key is
shown to, and over the platform's host as its operator, each on a server of the check's own: no finding that stands.

sqlmap tries every parameter of `scan_sites.py` at level 2 and risk 1 (no stacked writes, no `or 1=1` over updates);
wapiti follows links to depth 5 and attacks what it meets. Both first have to find the holes of `scan_control.py`."""

import csv
import json
import os
import re
import shutil
import subprocess

from scan_argued import ARGUED
from scan_control import Control
from scan_targets import entry
from server import ROOT, Server

SQLMAP, WAPITI = "/usr/bin/sqlmap", "/usr/bin/wapiti"
SECONDS_MAX = 5400
LEVEL = 2
TAKEN_SHARE_MIN = 0.9
WAPITI_SCAN_SECONDS, WAPITI_ATTACK_SECONDS = 300, 180
# Not `ssrf` and `xxe`: both ask an endpoint of their authors', which is not on this machine. Nor those that
# only guess file names of other products (`nikto`, `buster`, `backup`, `wapp`, `drupal_enum`, `wp_enum`), and
# `brute_login_form`, which the attempt limiter has tests for.
MODULES = ("blindsql", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods",
           "permanentxss", "redirect", "shellshock", "sql", "xss")


def installed():
    return os.access(SQLMAP, os.X_OK) and os.access(WAPITI, os.X_OK)


def install():
    """Says whether they are there afterwards; where packages cannot be installed the check is skipped."""
    if not installed():
        subprocess.run([ROOT / "tools/packages", "sqlmap", "wapiti"], cwd=ROOT, capture_output=True)
    return installed()


class Scanners:
    def __init__(self, server, host):
        self.server, self.host = server, host
        self.home = server.data / "scanners"
        self.home.mkdir()
        self.faults, self.findings, self.told = [], [], []

    def run(self):
        targets = self.host(self.server)
        self.control()
        self.sqlmap(targets.name, targets.log(), len(targets.requests))
        sites = [targets.name]
        for site in targets.sites():
            self.wapiti(site.name, site.start, site.headers, site.others, site.excluded)
            sites.append(site.name)
        argued = {finding for finding in ARGUED if finding[1] in sites}
        for finding in dict.fromkeys(self.findings):
            if finding not in argued:
                self.faults.append(" | ".join(finding))
        unused = argued - set(self.findings)
        self.told.append(f"{len(argued) - len(unused)} findings argued away")
        self.faults += [f"argued, and not found any more: {' | '.join(finding)}" for finding in sorted(unused)]
        return self.faults, ", ".join(self.told)

    def control(self):
        with Control() as hole:
            origin = f"http://control.localhost:{hole.port}"
            request = f"GET /room?number=1&name=a HTTP/1.1\r\nHost: control.localhost:{hole.port}\r\n\r\n"
            self.sqlmap("control", entry(origin, request), 1)
            self.wapiti("control", f"{origin}/", [], [], [])
        found = {(scanner, kind) for scanner, site, kind, _, _ in self.findings if site == "control"}
        for scanner, kind in (("sqlmap", "injection"), ("wapiti", "SQL Injection"), ("wapiti", "Cross Site Scripting")):
            if (scanner, kind) not in found:
                self.faults.append(f"{scanner} does not find the control's {kind}")
        self.findings = [finding for finding in self.findings if finding[1] != "control"]

    def start(self, name, command):
        """Runs a scanner where it can reach nothing else; keeps and gives what it printed."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8",
                       "PYTHONPATH": str(ROOT / "tools/checks/scanner_reach"), "PYTHONDONTWRITEBYTECODE": "1"}
        told = self.home / f"{name}.out"
        with told.open("w") as output:
            subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.home,
                           env=environment, timeout=SECONDS_MAX)
        return told.read_text(errors="replace")

    def sqlmap(self, site, log, count):
        (self.home / f"{site}.log").write_text(log)
        results = self.home / f"{site}.csv"
        output = self.start(f"sqlmap-{site}", [
            SQLMAP, "-l", f"{site}.log", "--ignore-stdin", "--batch", "--level", str(LEVEL), "--risk", "1", "--dbms", "SQLite" if site == "control" else "PostgreSQL",
            "--flush-session", "--disable-coloring", "--output-dir", str(self.home / "sqlmap"), "--results-file", str(results),
            "--ignore-code", "401,403,404,405,409,410,415,422", "--skip", "csrf_token"])
        # It leaves out what has the parameters of another one.
        taken = re.search(r"sqlmap parsed (\d+) ", output)
        taken = int(taken[1]) if taken else 0
        if taken < TAKEN_SHARE_MIN * count or f"[{taken}/{taken}] URL:" not in output:
            self.faults.append(f"sqlmap took {taken} of {count} requests of {site}: {output[-600:]}")
        tested = re.findall(r"testing for SQL injection on (\S+) parameter '([^']+)'", output)
        self.told.append(f"sqlmap {site}: {len(tested)} parameters of {taken} requests")
        self.findings += self.read_sqlmap(site, output, results)

    @staticmethod
    def read_sqlmap(site, output, results):
        place = ""
        for line in output.splitlines():
            if url := re.match(r"\[\d+/\d+\] URL:|(?:GET|POST|PUT|PATCH|DELETE) http\S+", line):
                place = re.sub(r"\?.*", "", re.sub(r"https?://[^/]+", "", line)) if "http" in line else place
            if hint := re.search(r"heuristic \((\w+)\) test shows that (\S+) parameter '([^']+)' might be (.+)", line):
                yield "sqlmap", site, f"heuristic: {hint[4]}", place, hint[3]
        if results.exists():
            for row in csv.DictReader(results.open()):
                # What it tried again by itself and did not find a second time, it says so of.
                if row.get("Parameter") and "false positive" not in (row.get("Note(s)") or ""):
                    yield "sqlmap", site, "injection", re.sub(r"https?://[^/]+|\?.*", "", row["Target URL"]), row["Parameter"]

    def wapiti(self, site, start, headers, others, excluded):
        report = self.home / f"wapiti-{site}.json"
        options = [part for header in headers for part in ("-H", header)]
        options += [part for url in others for part in ("-s", url)]
        options += [part for url in excluded for part in ("-x", url)]
        output = self.start(f"wapiti-{site}", [
            WAPITI, "-u", start, "--scope", "domain", "-m", ",".join(MODULES), "-d", "5", "--max-links-per-page", "60",
            "--max-files-per-dir", "40", "--max-scan-time", str(WAPITI_SCAN_SECONDS), "--max-attack-time",
            str(WAPITI_ATTACK_SECONDS), "--flush-session", "--store-session", str(self.home / f"session-{site}"),
            "--store-config", str(self.home / "config"), "--no-bugreport", "-v", "1", "-f", "json", "-o", str(report), *options])
        if not report.exists():
            self.faults.append(f"wapiti gave no report of {site}: {output[-600:]}")
            return
        crawled = len(re.findall(r"^\[\+\] (?:GET|POST) ", output, re.M))
        self.told.append(f"wapiti {site}: {crawled} pages and forms")
        found = json.loads(report.read_text())
        for kinds in (found["vulnerabilities"], found["anomalies"]):
            for kind, cases in kinds.items():
                for case in cases:
                    path = re.sub(r"\?.*", "", case["path"])
                    self.findings.append(("wapiti", site, kind, f"{case['method']} {path}", case["parameter"] or case["info"]))


def scanners(binary, base_port, host):
    with Server(binary, base_port + 300) as server:
        try:
            return Scanners(server, host).run()
        finally:
            kept = ROOT / ".data/scanners" / host.name
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(server.data / "scanners", kept)
