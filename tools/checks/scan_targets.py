"""What the scanners are let loose on: every operation of `/openapi.json` with a value for each of its parameters,
as a visitor, as an owner signed in to the console, and as a program with a key."""

from dataclasses import dataclass
import datetime
import json
import re
from urllib.parse import quote, urlencode

from members import Member, Program, call
from partners import PARTNERS, stay
from plain_http import hold, request

SLUG = "aurelia"
UNKNOWN_ID = "01a216c2-0ba4-776b-82b4-b5eeca671547"
PARAMETERS_MAX = 24
# Each would end the scan's own session, or only slow down: attempts to sign in are answered later each time.
SPARED = re.compile(r"/(sign-out|sign-in|sign-in/code|logout|login|deletion|password|password/forgot|forgot|refresh|register|factor)\b")
SAMPLES = {
    "destination": "PAR", "q": "a", "locale": "de", "sort": "price", "room": "2", "reference": "ABCDEF", "key": "home.title",
    "email": "anna@example.com", "pattern": "Zimmer", "name": "A", "page": "terms", "file": "logo.svg", "slug": SLUG,
}


@dataclass(frozen=True)
class Site:
    """Where wapiti begins, and who it is."""

    name: str
    start: str
    headers: list
    others: list
    excluded: list


class Targets:
    def __init__(self, server):
        self.server = server
        self.partner = next(partner for partner in PARTNERS if partner.slug == SLUG)
        self.origin = server.url(self.partner.host).rstrip("/")
        self.document = json.loads(request(server, self.partner.host, "/openapi.json").text)
        self.key = Program(server, self.partner).secret
        self.visitor = self.browse()
        self.owner = self.sign_in()
        self.arrival, self.departure = stay()
        self.seed()
        self.requests = [made for path, methods in self.document["paths"].items()
                         for method, told in methods.items() for made in self.made(method.upper(), path, told)]

    def seed(self):
        """A domain, an invitation and a booking, so that there is one of each to read."""
        for path, body in (("domains", {"host": "www.scanned.example"}), ("invitations", {"email": "a@example.com", "role": "agent"})):
            call(self.server, self.partner.host, f"/api/admin/{path}", body, self.key)
        found = call(self.server, self.partner.host, method="GET", path=(
            f"/api/hotels/search?destination=BER&check_in={self.arrival}&check_out={self.departure}&guests=2&limit=1"))
        hold(self.server, self.partner, found["data"][0]["offer_id"])

    def browse(self):
        answer = request(self.server, self.partner.host, "/de/manage")
        return self.session(answer)

    @staticmethod
    def session(answer):
        """The cookie and the token that a page's forms go with."""
        return (answer.header("Set-Cookie").split(";")[0],
                re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1])

    def sign_in(self):
        member = Member(self.server, self.partner, "owner")
        visit, token = self.session(request(self.server, self.partner.host, "/admin/sign-in"))
        form = urlencode({"csrf_token": token, "email": member.email, "password": member.password})
        answer = request(self.server, self.partner.host, "/admin/sign-in", "POST", form, {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": visit, "Origin": self.origin})
        signed = [value.split(";")[0] for name, value in answer.headers if name.lower() == "set-cookie"]
        if answer.status != 303 or not signed:
            raise RuntimeError(f"not signed in: {answer.status} {answer.text[:300]}")
        cookie = "; ".join({each.split("=")[0]: each for each in [visit, *signed]}.values())
        page = request(self.server, self.partner.host, "/admin/staff", headers={"Cookie": cookie})
        return cookie, self.session_token(page)

    @staticmethod
    def session_token(page):
        if page.status != 200:
            raise RuntimeError(f"the console is not open: {page.status}")
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    def made(self, method, path, told):
        """With every parameter; and, where some of their values are refused, once more without those, so that what
        the others are used for is reached."""
        if SPARED.search(path):
            return
        every = self.request(method, path, told, set())
        if every is None:
            return
        yield every
        if method == "GET" and (left_out := self.refused(every)):
            if fewer := self.request(method, path, told, left_out):
                yield fewer

    def refused(self, made):
        """The names that a problem's pointers name in its query."""
        head = made.split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        answer = request(self.server, self.partner.host, head[0].split(" ")[1].replace("*", ""), headers=headers)
        if answer.status != 422 or "json" not in answer.header("Content-Type"):
            return set()
        return {fault["pointer"].lstrip("?") for fault in json.loads(answer.body).get("errors", [])}

    def request(self, method, path, told, left_out):
        parameters = [each for each in told.get("parameters", [])
                      if each["in"] in ("path", "query") and each["name"] not in left_out]
        query = [(each["name"], self.sample(each["name"], each["schema"]))
                 for each in parameters if each["in"] == "query"][:PARAMETERS_MAX]
        filled = path
        for each in parameters:
            if each["in"] == "path":
                # The mark has sqlmap try the path as well, where nothing else is to be tried.
                mark = "" if query or method != "GET" or each["name"] == "locale" else "*"
                value = self.existing(path, method) or self.sample(each["name"], each["schema"])
                filled = filled.replace(f"{{{each['name']}}}", quote(value) + mark)
        kind, body = self.body(told)
        if not query and not body and "*" not in filled:
            return None
        headers = {"Host": self.origin.removeprefix("http://"), "Origin": self.origin} | self.credential(path)
        if body:
            headers["Content-Type"] = kind
        target = filled + ("?" + urlencode(query) if query else "")
        head = "\r\n".join([f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())])
        return f"{head}\r\n\r\n{body}"

    def existing(self, path, method):
        """What a list of the API names, where the path asks for one of its things and only reads it."""
        if method != "GET" or "{id}" not in path or not path.startswith(("/api/", "/admin/")):
            return None
        listed = re.sub("^/admin", "/api/admin", path.split("/{id}")[0])
        listed = listed.replace("/staff/invitations", "/invitations").replace("/staff", "/users").replace("/keys", "/api-keys")
        if listed == "/api/hotels":
            listed = f"/api/hotels/search?destination=PAR&check_in={self.arrival}&check_out={self.departure}&guests=2"
        answer = request(self.server, self.partner.host, listed, headers={"Authorization": f"Bearer {self.key}"})
        found = json.loads(answer.body).get("data", []) if answer.status == 200 else []
        return next((each.get("id") or each["hotel"]["id"] for each in found), None)

    def credential(self, path):
        if path.startswith("/api/"):
            return {"Authorization": f"Bearer {self.key}"}
        return {"Cookie": (self.owner if path.startswith("/admin") else self.visitor)[0]}

    def body(self, told):
        for kind, content in told.get("requestBody", {}).get("content", {}).items():
            fields = self.resolved(content["schema"]).get("properties", {})
            values = {name: self.value(name, schema) for name, schema in list(fields.items())[:PARAMETERS_MAX]}
            if kind == "application/json" and values:
                return kind, json.dumps(values, ensure_ascii=False)
            if kind == "application/x-www-form-urlencoded":
                is_admin = told["x-permission"].startswith("staff")
                token = (self.owner if is_admin else self.visitor)[1]
                return kind, urlencode({"csrf_token": token} | {name: self.sample(name, fields[name]) for name in values})
        return None, ""

    def resolved(self, schema):
        while "$ref" in schema or "oneOf" in schema:
            # Of an optional field the other one is null.
            schema = schema["oneOf"][0] if "oneOf" in schema else self.document["components"]["schemas"][schema["$ref"].split("/")[-1]]
        return schema

    def value(self, name, schema):
        schema = self.resolved(schema)
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            return {each: self.value(each, told) for each, told in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.value(name, schema["items"])]
        if kind in ("integer", "number"):
            return schema.get("minimum", 1)
        if kind == "boolean":
            return False
        return self.sample(name, schema)

    def sample(self, name, schema):
        schema = self.resolved(schema)
        if name in SAMPLES:
            return SAMPLES[name]
        if "enum" in schema:
            return str(schema["enum"][0])
        if name in ("check_in", "check_out"):
            return self.arrival if name == "check_in" else self.departure
        if "colour" in name or name.startswith(("light_", "dark_")):
            return "#123456"
        kinds = schema.get("type")
        if kinds in ("integer", "number"):
            return str(schema.get("minimum", 1))
        if kinds == "boolean":
            return "true"
        if kinds == "array":
            return self.sample(name, schema["items"])
        return {"uuid": UNKNOWN_ID, "date": str(datetime.date.today()), "date-time": "2026-01-01T00:00:00Z",
                "email": SAMPLES["email"]}.get(schema.get("format"), "a" * max(1, schema.get("minLength", 1)))

    def log(self):
        """As a proxy's log has them, which is what sqlmap reads."""
        return "".join(entry(self.origin, made) for made in self.requests)

    def sites(self):
        """A page's own sub-address is followed; what another site answers is scanned as that one."""
        base = self.origin
        gets = [base + made.split(" ")[1].replace("*", "") for made in self.requests if made.startswith("GET /api/")]
        yield Site("storefront", f"{base}/de", [f"Cookie: {self.visitor[0]}"],
                   [f"{base}/de/hotels?destination=PAR&check_in={self.arrival}&check_out={self.departure}&room_1_adults=2"],
                   [f"{base}/docs", f"{base}/admin"])
        yield Site("console", f"{base}/admin", [f"Cookie: {self.owner[0]}"], [f"{base}/admin/{word}" for word in (
            "staff", "keys", "brand", "domains", "bookings", "ledger", "texts", "audit")], [f"{base}/admin/sign-out", f"{base}/docs"])
        yield Site("api", f"{base}/api/site", [f"Authorization: Bearer {self.key}"], gets, [])


def entry(origin, request):
    rule = "=" * 54
    return f"{rule}\r\n12:00:00  {origin}  [127.0.0.1]\r\n{rule}\r\n{request}\r\n{rule}\r\n\r\n\r\n\r\n"
