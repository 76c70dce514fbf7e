"""A browser that signs in by the form, without a browser: the cookies it gets, and the token its forms go with."""

import re
from urllib.parse import urlencode

from authenticator import code
from plain_http import request

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


class Sitting:
    def __init__(self, server, host):
        self.server, self.host = server, host
        self.cookies, self.token = {}, None

    @property
    def cookie(self):
        """As a browser sends it."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, path, method="GET", fields=None):
        """One page or form, with what was kept of those before; a form goes with its token."""
        headers = {"Accept": "text/html", "Accept-Language": "en"} | ({"Cookie": self.cookie} if self.cookies else {})
        if method != "GET":
            fields = ({"csrf_token": self.token} if self.token else {}) | (fields or {})
            headers |= {"Content-Type": FORM, "Origin": self.server.url(self.host).rstrip("/")}
        answer = request(self.server, self.host, path, method, None if method == "GET" else urlencode(fields), headers)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                kept, _, text = value.split(";")[0].partition("=")
                self.cookies[kept] = text
        if "html" in answer.header("Content-Type") and (shown := TOKEN.search(answer.text)):
            self.token = shown[1]
        return answer

    def enter(self, door, home, **fields):
        """Signs in at `door` and looks at `home`, which only who is signed in is shown."""
        self.ask(door)
        answer = self.ask(door, "POST", fields)
        if answer.status != 303:
            raise RuntimeError(f"{door} on {self.host}: {answer.status} {answer.text[:300]}")
        if (page := self.ask(home)).status != 200:
            raise RuntimeError(f"{home} on {self.host} is not open: {page.status}")
        return self


def visitor(server, host, path):
    """Nobody in particular, who was shown a form."""
    sitting = Sitting(server, host)
    sitting.ask(path)
    return sitting


def traveller(server, partner, email, password):
    locale = partner.locales[0]
    return Sitting(server, partner.host).enter(
        f"/{locale}/sign-in", f"/{locale}/account", email=email, password=password)


def staff(server, partner, email, password):
    return Sitting(server, partner.host).enter("/admin/sign-in", "/admin", email=email, password=password)


def operator(server, name, password, secret):
    """A code counts once, so that each signs in once in a while."""
    return Sitting(server, "localhost").enter(
        "/sign-in", "/desk", email=f"{name}@platform.example", password=password, code=code(secret))
