"""Signing in by a real OpenID provider (oidc-provider-mock), over real HTTP, on two sites: cookies carried by hand,
every redirect followed by hand, and in Chromium, where it is here, by a form of another site's. What a hostile provider does is held to in Tests/IdentityTests/OpenID."""

import contextlib
import email
import email.policy
import html
import http.server
import json
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import chromium
from plain_http import request
from server import free_port

SITES = ("aurelia", "halfway")
PROVIDER = "mock"
START_SECONDS_MAX = 20
MAIL_SECONDS_MAX = 20
PASSWORD = "a passphrase for the checks"
PEOPLE = (
    {"sub": "ada", "email": "ada@example.com", "email_verified": True, "name": "Ada Lovelace"},
    {"sub": "mallory", "email": "ada@example.com", "email_verified": False, "name": "Mallory"},
)


@contextlib.contextmanager
def provider(base_port):
    port = free_port(base_port)
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
        + [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)


class Browser:
    """Cookies of one browser on one site, by hand: they are `__Host-` and we speak plain HTTP."""

    def __init__(self, server, slug):
        self.server, self.host, self.cookies = server, f"{slug}.localhost", {}

    def get(self, target, **headers):
        answer = request(
            self.server, self.host, target,
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]
                if "Max-Age=0" in value:
                    del self.cookies[pair[0]]
        return answer

    def begin(self, query="", **headers):
        """Where the provider is asked."""
        return self.get(f"/api/auth/oidc/{PROVIDER}/start{query}", **headers).header("location")

    def finish(self, back):
        """Where the browser ends; `back` is the address that the provider sent it to."""
        parts = urllib.parse.urlsplit(back)
        return self.get(f"{parts.path}?{parts.query}").header("location")


@contextlib.contextmanager
def form_page(base_port, action, fields):
    """A page of another site whose form sends itself off, as providers do that answer by `form_post`."""
    inputs = "".join(f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields)
    page = f'<form method="post" action="{html.escape(action)}">{inputs}</form><script>document.forms[0].submit()</script>'

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port(base_port)), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        # A site of its own: `localhost` and `<slug>.localhost` are none to a browser.
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def by_form(server, slug):
    """The way of `form_post` in a real browser, which keeps its cookies from a form of another site's."""
    origin = f"http://{slug}.localhost:{server.port}"
    faults, seen = [], []
    with chromium.browser() as opened, chromium.fresh_page(opened) as page:
        page.goto(f"{origin}/en")
        start = f"{origin}/api/auth/oidc/{PROVIDER}/start?locale=en&next=/en/account"
        page.goto(start)
        parts = urllib.parse.urlsplit(agree(page.url, "ada"))
        action = urllib.parse.urlunsplit(parts._replace(query=""))
        page.on("request", lambda sent: seen.append(sent) if "/callback" in sent.url else None)
        with form_page(server.port + 150, action, urllib.parse.parse_qsl(parts.query)) as elsewhere:
            page.goto(elsewhere)
            page.wait_for_url(f"{origin}/**")
        methods = [sent.method for sent in seen]
        if methods != ["POST", "GET"]:
            faults.append(f"by a form: {methods}")
        for sent, wanted in zip(seen, (False, True)):
            if ("__Host-oidc" in sent.all_headers().get("cookie", "")) != wanted:
                faults.append(f"by a form: the {sent.method} has the way's cookie: {not wanted}")
        if not page.url.startswith(f"{origin}/en/account"):
            faults.append(f"by a form: ended at {page.url}")
    return faults


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def agree(address, person):
    """What a person does on the provider's page; gives where the provider sends the browser."""
    form = urllib.parse.urlencode({"sub": person})
    try:
        urllib.request.build_opener(NoRedirect).open(address, form.encode(), timeout=10)
    except urllib.error.HTTPError as answer:
        return answer.headers["location"]
    raise AssertionError("the provider sent the browser nowhere")


def api(server, slug, method, path, body, token):
    host = f"{slug}.localhost" if slug else "localhost"
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    answer = request(server, host, path, method, json.dumps(body) if body is not None else None, headers)
    if answer.status >= 300:
        raise AssertionError(f"{method} {path} on {host}: {answer.status} {answer.text}")
    return json.loads(answer.body) if answer.body else None


def owner(server, slug):
    """The site's first owner: invited by an operator, come by the letter's link. Gives a token."""
    address = f"owner@{slug}.example"
    api(server, None, "POST", f"/api/platform/tenants/{slug}/invitations",
        {"email": address, "role": "owner", "locale": "en"}, server.operator_token)
    token = letter_token(server, address)
    api(server, slug, "POST", "/api/auth/invitations/accept", {"token": token, "name": "Owner", "password": PASSWORD}, None)
    tokens = api(server, slug, "POST", "/api/auth/login", {"email": address, "password": PASSWORD}, None)
    return tokens["access_token"]


def letter_token(server, address):
    deadline = time.monotonic() + MAIL_SECONDS_MAX
    while time.monotonic() < deadline:
        for path in sorted((server.data / "mail").rglob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = letter.get_body(("plain", "html")).get_content()
            if address in str(letter["to"]) and (found := re.search(r"invitation\?token=([A-Za-z0-9_.~-]+)", body)):
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")


def openid(server):
    with provider(server.port + 100) as issuer:
        faults = [f"{slug}: {fault}" for slug in SITES for fault in site(server, slug, issuer)]
        if chromium.installed():
            faults += [f"{slug}: {fault}" for slug in SITES for fault in by_form(server, slug)]
        return faults, f"{len(SITES)} sites, a real provider, by an address and by a form"


def site(server, slug, issuer):
    faults = []

    def expect(what, found, wanted):
        if found != wanted:
            faults.append(f"{what}: {found!r}, not {wanted!r}")

    token = owner(server, slug)

    def people():
        """Beside them may stand whom another check invited."""
        return {user["email"] for user in api(server, slug, "GET", "/api/admin/users", None, token)["data"]}

    before = people()
    made = api(server, slug, "POST", "/api/admin/identity-providers", {
        "slug": PROVIDER, "name": "Mock", "issuer": issuer, "client_id": "travelhub", "client_secret": "a secret",
        "trusts_email": True, "labels": [{"locale": "de", "label": "Attrappe"}]}, token)
    if "a secret" in json.dumps(made):
        faults.append("the client's secret is told again")
    checked = api(server, slug, "POST", f"/api/admin/identity-providers/{made['id']}/check", {}, token)
    expect("the check's token endpoint", checked["token_endpoint"], f"{issuer}/oauth2/token")
    expect("choices", [one["slug"] for one in api(server, slug, "GET", "/api/auth/oidc", None, None)["data"]], [PROVIDER])

    browser = Browser(server, slug)
    asked = browser.begin("?next=/en/hotels")
    expect("redirect address", urllib.parse.parse_qs(urllib.parse.urlsplit(asked).query)["redirect_uri"],
           [f"http://{browser.host}:{server.port}/api/auth/oidc/{PROVIDER}/callback"])
    back = agree(asked, "ada")
    stranger = Browser(server, slug)
    expect("another browser", problem(stranger.finish(back)), "oidc.state_unknown")
    other = Browser(server, next(one for one in SITES if one != slug))
    other.cookies = dict(browser.cookies)
    # The cookies of the other site's visit are refused there before the state is looked at.
    parts = urllib.parse.urlsplit(back)
    expect("another site", other.get(f"{parts.path}?{parts.query}").status, 401)
    kept = dict(browser.cookies)
    expect("signed in", browser.finish(back), "/en/hotels")
    expect("signed in by a cookie", "__Host-account" in browser.cookies, True)
    expect("the way's cookie", "__Host-oidc" in browser.cookies, False)
    again = Browser(server, slug)
    again.cookies = kept
    expect("a second time", problem(again.finish(back)), "oidc.state_used")

    expect("new accounts", people() - before, {"ada@example.com"})
    for target in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        away = Browser(server, slug)
        expect(f"next={target}", away.finish(agree(away.begin("?locale=en&next=" + urllib.parse.quote(target, "")), "ada")), "/en")
    mallory = Browser(server, slug)
    expect("an unverified address", problem(mallory.finish(agree(mallory.begin(), "mallory"))), "oidc.email_unverified")
    expect("an unknown provider", problem(mallory.get("/api/auth/oidc/nobody/start").header("location")),
           "oidc.provider_unknown")
    expect("linking without an account", problem(mallory.begin("?link=1")), "auth.required")
    expect("linking at another site's wish", problem(browser.begin("?link=1")), "csrf.invalid")
    own = {"Sec-Fetch-Site": "same-origin"}
    expect("linked", browser.finish(agree(browser.begin("?link=1&locale=en", **own), "mallory")), "/en/account")
    expect("signed in by the link", mallory.finish(agree(mallory.begin("?locale=en"), "mallory")), "/en")
    expect("new accounts after that", people() - before, {"ada@example.com"})
    return faults


def problem(location):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(location).query).get("problem", [""])[0]
