"""What the scanners are let loose on: every operation of `/openapi.json` of one host with a value for each of its
parameters, as who may ask it; `scan_sites.py` says who that is."""

import datetime
import json
import re
from urllib.parse import quote, urlencode

from partners import stay
from plain_http import request

UNKNOWN_ID = "01a216c2-0ba4-776b-82b4-b5eeca671547"
PARAMETERS_MAX = 24
SAMPLES = {
    "destination": "PAR", "q": "a", "locale": "de", "sort": "price", "room": "2", "reference": "ABCDEF", "key": "home.title",
    "email": "anna@example.com", "pattern": "Zimmer", "name": "A", "page": "terms", "file": "logo.svg", "slug": "aurelia",
}


class Targets:
    """Of one host. A subclass has `spared`, the paths that are not asked at all, and says whose each request is."""

    samples = SAMPLES

    def __init__(self, server, host):
        self.server, self.host = server, host
        self.origin = server.url(host).rstrip("/")
        self.document = json.loads(request(server, host, "/openapi.json").text)
        self.arrival, self.departure = stay()
        self.prepare()
        self.requests = [made for path, methods in self.document["paths"].items()
                         for method, told in methods.items() for made in self.made(method.upper(), path, told)]

    def made(self, method, path, told):
        """With every parameter; and, where some of their values are refused, once more without those, so that what
        the others are used for is reached."""
        if self.is_spared(method, path):
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
        answer = request(self.server, self.host, head[0].split(" ")[1].replace("*", ""), headers=headers)
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

    def body(self, told):
        for kind, content in told.get("requestBody", {}).get("content", {}).items():
            fields = self.resolved(content["schema"]).get("properties", {})
            values = {name: self.value(name, schema) for name, schema in list(fields.items())[:PARAMETERS_MAX]}
            if kind == "application/json" and values:
                return kind, json.dumps(values, ensure_ascii=False)
            if kind == "application/x-www-form-urlencoded":
                token = {"csrf_token": self.token(told["x-permission"])}
                return kind, urlencode({name: self.sample(name, fields[name]) for name in values} | token)
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
        if name in self.samples:
            return self.samples[name]
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
                "email": self.samples["email"]}.get(schema.get("format"), "a" * max(1, schema.get("minLength", 1)))

    def log(self):
        """As a proxy's log has them, which is what sqlmap reads."""
        return "".join(entry(self.origin, made) for made in self.requests)


def entry(origin, request):
    rule = "=" * 54
    return f"{rule}\r\n12:00:00  {origin}  [127.0.0.1]\r\n{rule}\r\n{request}\r\n{rule}\r\n\r\n\r\n\r\n"
