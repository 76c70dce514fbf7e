"""What search engines, other sites and browsers are told about a site, over plain HTTP: alternates that answer
and point back, structured data, robots, sitemap, manifest, what must stay hidden, cookies, headers."""

from html.parser import HTMLParser
import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

from partners import PARTNERS, stay_query
from plain_http import request
from walk import LEGAL_PAGES

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITEMAP_SAMPLE = 8
HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()"}
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
          "form-action 'self'")


class Head(HTMLParser):
    """The parts of a page's head that are held against each other."""

    def __init__(self, source):
        super().__init__()
        self.canonical, self.alternates, self.hidden, self.structured, self.links = None, {}, False, [], []
        self.meta, self._script = {}, None
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical = found["href"]
        if tag == "link" and found.get("rel") == "alternate":
            self.alternates[found["hreflang"]] = found["href"]
        if tag == "link" and found.get("rel") in ("icon", "manifest", "stylesheet"):
            self.links.append(found["href"])
        if tag == "meta":
            self.meta[found.get("name") or found.get("property")] = found.get("content")
        if tag == "meta" and found.get("name") == "robots":
            self.hidden = "noindex" in found["content"]
        if tag == "script" and found.get("type") == "application/ld+json":
            self._script = ""

    def handle_data(self, text):
        if self._script is not None:
            self._script += text

    def handle_endtag(self, tag):
        if tag == "script" and self._script is not None:
            self.structured.append(json.loads(self._script))
            self._script = None


class Site:
    def __init__(self, server, partner, is_long):
        self.server, self.partner, self.is_long, self.faults = server, partner, is_long, []
        self.base = server.url(partner.host).rstrip("/")

    def get(self, path):
        return request(self.server, self.partner.host, path, headers={"Accept": "text/html,*/*;q=0.8"})

    def want(self, condition, text):
        if not condition:
            self.faults.append(f"{self.partner.slug} {text}")

    def run(self):
        locations = self.sitemap()
        hotel = next(path for path in locations if "/hotels/" in path)
        for locale in self.partner.locales:
            self.open_page(f"/{locale}", {"Organization"})
            for name in LEGAL_PAGES:
                self.open_page(f"/{locale}/legal/{name}", set())
            self.open_page(re.sub("^/[a-z]+/", f"/{locale}/", hotel), {"Hotel", "BreadcrumbList"})
            self.hidden_pages(locale)
        self.crawlers()
        return self.faults

    def open_page(self, path, kinds):
        answer = self.get(path)
        head = Head(answer.text)
        self.want(answer.status == 200, f"{path}: {answer.status}")
        self.want(head.canonical == self.base + path, f"{path}: canonical is {head.canonical}")
        self.want(not head.hidden, f"{path}: noindex")
        self.want(set(head.alternates) == {*self.partner.locales, "x-default"}, f"{path}: alternates {head.alternates}")
        for name in ("description", "og:title", "og:url", "theme-color"):
            self.want(head.meta.get(name), f"{path}: no {name}")
        for language, url in head.alternates.items():
            self.alternate(path, language, url, head.alternates)
        found = {item["@type"] for block in head.structured for item in block.get("@graph", [block])}
        self.want(kinds <= found, f"{path}: structured data is {found or 'missing'}")
        self.headers(path, answer)

    def alternate(self, path, language, url, alternates):
        answer = self.get(urlsplit(url).path)
        if language == "x-default":
            self.want(answer.status in (200, 302), f"{path}: x-default answers {answer.status}")
            return
        self.want(answer.status == 200, f"{path}: its {language} answers {answer.status}")
        self.want(Head(answer.text).alternates == alternates, f"{path}: its {language} does not point back")
        self.want(f'<html lang="{language}"' in answer.text, f"{path}: its {language} is in another language")

    def hidden_pages(self, locale):
        stay = stay_query()
        for path in (f"/{locale}/hotels?destination=PAR&{stay}", f"/{locale}/manage", f"/{locale}/no-such-page"):
            answer = self.get(path)
            self.want(Head(answer.text).hidden, f"{path}: can be indexed")
            self.headers(path, answer)

    def headers(self, path, answer):
        for name, start in HEADERS.items():
            self.want(answer.header(name).startswith(start), f"{path}: {name} is “{answer.header(name)}”")
        policy = answer.header("Content-Security-Policy")
        for part in POLICY:
            self.want(part in policy and "unsafe" not in policy, f"{path}: the policy is “{policy}”")
        self.want("private" in answer.header("Cache-Control"), f"{path}: Cache-Control is not private")
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self.cookie(path, value)

    def cookie(self, path, value):
        flags = {part.strip().split("=")[0].lower() for part in value.split(";")[1:]}
        self.want(value.startswith("__Host-") and {"secure", "httponly", "samesite", "path"} <= flags
                  and "domain" not in flags, f"{path}: cookie {value}")

    def sitemap(self):
        answer = self.get("/sitemap.xml")
        self.want("xml" in answer.header("Content-Type"), "/sitemap.xml is no XML")
        places = [place.text for place in ElementTree.fromstring(answer.body).findall(".//s:loc", SITEMAP)]
        self.want(all(place.startswith(self.base + "/") for place in places), "/sitemap.xml names another host")
        paths = [urlsplit(place).path for place in places]
        for path in paths if self.is_long else paths[::max(1, len(paths) // SITEMAP_SAMPLE)]:
            self.want(self.get(path).status == 200, f"{path} of the sitemap does not answer")
        return paths

    def crawlers(self):
        robots = self.get("/robots.txt")
        self.want(robots.status == 200 and f"Sitemap: {self.base}/sitemap.xml" in robots.text, "/robots.txt")
        manifest = json.loads(self.get("/manifest.webmanifest").text)
        for name in ("name", "start_url", "theme_color", "icons", "lang"):
            self.want(manifest.get(name), f"manifest: no {name}")
        head = Head(self.get(f"/{self.partner.locales[0]}").text)
        for path in [*head.links, *(icon["src"] for icon in manifest.get("icons", [])), "/favicon.ico"]:
            answer = self.get(path)
            if answer.status == 302:
                answer = self.get(answer.header("Location"))
            self.want(answer.status == 200, f"{path}: {answer.status}")
            self.want(answer.header("X-Content-Type-Options") == "nosniff", f"{path}: can be sniffed")


def nobodys(server):
    """Who names no language gets the base language where no site has one of its own."""
    for host in ("localhost", "nobody.localhost"):
        language = request(server, host, "/no-such-page").header("Content-Language")
        if language != "en":
            yield f"{host} /no-such-page: speaks {language or 'no language'} unasked"


def surroundings(server, is_long):
    return [fault for partner in PARTNERS for fault in Site(server, partner, is_long).run()] + list(nobodys(server))
