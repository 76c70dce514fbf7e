"""A role's browser on pages, as `role_run.py` has its program on the API: signed in by the form, every form with the
token it was given and, by turns, as the page shows it, identifiers from the links of the pages."""

from collections import Counter
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from authenticator import code
from forms import Forms
from members import STAFF, Member
from partners import stay_query
from role_run import Run
import sittings

# Each ends a session, an account or the way to sign in to it.
ENDING = re.compile(
    r"POST /(sign-out|admin/sign-out|\{locale\}/sign-out|"
    r"\{locale\}/account/(email|password|deletion|devices/end|devices/end-others|factor|factor/\w+))$")
ENDS_AT_ONCE = re.compile(r"POST /.*(sign-out|account/deletion)$")
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)"')
SECRET = re.compile(r"<code[^>]*>([A-Z2-7 ]{20,})</code>")
COOKIES = {"operator": "__Host-operator"}
COOKIE = "__Host-account"
# Of as many requests one is sent to a language that no site has.
NO_LANGUAGE_TURNS = 5
# For fields that a form shows empty.
SAMPLES = {
    "email": "somebody-{}@example.com", "name": "Ada <b>{}</b>", "host": "www.page-{}.example", "slug": "page-{}",
    "brand": "Page {}", "reason": "Asked for <{}>", "address": "trips@page-{}.example", "value": "{}", "currency": "EUR",
}
# Real ones of what ends at once, so that spares are left for what only ends in a while.
ENDING_TURNS_MAX = 2
# Of the addresses of one kind of page, until one is shown.
TRIES_MAX = 3


class Sitter:
    """Somebody with a browser, who can sign in to pages."""

    def __init__(self, run, member=None):
        self.run = run
        self.member = member or self.made()
        self.password = self.member[1] if run.role == "operator" else self.member.password
        # A code counts once.
        self.signs_in_again = run.role != "operator"

    def made(self):
        run = self.run
        return next(run.operators) if run.role == "operator" else Member(run.reach, run.partner, run.role)

    def sign_in(self):
        run = self.run
        if run.role == "operator":
            return sittings.operator(run.reach, *self.member)
        enter = sittings.staff if run.role in STAFF else sittings.traveller
        return enter(run.reach, run.partner, self.member.email, self.password)


class PagesRun(Run):
    def __init__(self, told):
        self.templates = [(path, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)) + "$"))
                          for path in told["paths"] if "{" in path]
        self.literal = set(told["paths"])
        self.forms, self.seen, self.made = {}, set(), 0
        super().__init__(told)
        self.look_around()

    def look_around(self):
        """Meets one page of each kind first, so that what is sent then hits something."""
        sitting = self.main.token
        ways = [path for path in self.told["shown"] if "{" not in path]
        if self.role != "operator":
            home = f"/{self.partner.locales[0]}"
            ways += [f"{home}{path.removeprefix('/{locale}')}" for path in self.told["shown"]
                     if path.startswith("/{locale}") and path.count("{") == 1]
            ways += [f"{home}/hotels?destination=PAR&{stay_query()}"]
        if reservation := self.told.get("reservation"):
            ways.append(sitting.ask(f"{home}/manage", "POST", reservation).header("Location"))
        tries = Counter()
        while ways:
            path = ways.pop(0)
            kind = self.template(urlsplit(path).path)
            if kind not in self.told["shown"] or kind in self.seen or tries[kind] == TRIES_MAX:
                continue
            tries[kind] += 1
            answer = sitting.ask(path)
            if answer.status == 200:
                self.seen.add(kind)
                ways += self.learn(answer.text) if "html" in answer.header("Content-Type") else []

    def given(self):
        if self.role == "operator":
            return self.make()
        return Sitter(self, Member(self.reach, self.partner, self.role, self.told["email"]))

    def make(self):
        return Sitter(self)

    def protected(self):
        self.main.good_token()
        if self.role == "operator":
            return self.told_names() | self.other_sites()
        member = self.main.member.member
        return member.own_ids(member.sign_in())

    def who(self, label):
        return self.spare if ENDING.match(label) else self.main

    def show(self, case, sitting):
        case.cookies = dict(case.cookies or {}) | sitting.cookies

    def before(self, case):
        path, label = case.operation.path, case.operation.label
        self.turns[label] += 1
        who, turn = self.who(label), self.turns[label]
        # Nothing is said here of what is refused, so that what was made up to be refused can be made good as well.
        if turn % 2 and not (ENDS_AT_ONCE.match(label) and turn > ENDING_TURNS_MAX):
            self.make_real(case, who)
        self.protect(case)
        if path.startswith("/{locale}") and case.path_parameters and turn % NO_LANGUAGE_TURNS:
            case.path_parameters["locale"] = self.partner.locales[turn % len(self.partner.locales)]
        if case.operation.method.upper() != "GET" and who.token and isinstance(case.body, dict):
            case.body["csrf_token"] = who.token.token

    def make_real(self, case, who):
        path, turn = case.operation.path, self.turns[case.operation.label] // 2
        for name in case.path_parameters or {}:
            if known := self.known[(path.split("{")[0], name)]:
                case.path_parameters[name] = known[turn % len(known)]
        for name in case.query or {}:
            if known := self.known[(path, f"?{name}")]:
                case.query[name] = known[turn % len(known)]
        if case.operation.method.upper() != "GET":
            case.body = self.filled(path, case.body if isinstance(case.body, dict) else {}, who)
            case.media_type = case.media_type or sittings.FORM

    def filled(self, path, made_up, who):
        """As the form is shown; what is empty in it gets something that fits."""
        shown = self.forms.get(path, {})
        nested = {name.split(".")[0] for name in shown if "." in name}
        body = {name: value for name, value in made_up.items() if name not in nested and name not in shown}
        self.made += 1
        for name, value in shown.items():
            body[name] = value or SAMPLES.get(name, "").format(self.made)
        for name in ("password", "new_password"):
            if name in body and who.member:
                body[name] = who.member.password
        if "code" in body and self.secret:
            body["code"] = code(self.secret)
        return {name: value for name, value in body.items() if value != ""}

    def after(self, case, response):
        label = case.operation.label
        who = self.who(label)
        target = urlsplit(response.headers.get("location", [""])[0]).path
        is_sent_to_door = response.status_code in (302, 303) and target.endswith("/sign-in")
        is_leaving = is_sent_to_door and ENDS_AT_ONCE.match(label)
        status = str(response.status_code)
        self.counts[label][f"{status} to the door" if is_sent_to_door and not is_leaving else status] += 1
        if not self.was_ours(who.token, response.request):
            return
        is_over = is_sent_to_door and not is_leaving
        if is_over or response.status_code in (401, 403):
            self.counts[label]["refused"] += 1
        if is_over or (ENDS_AT_ONCE.match(label) and response.status_code == 303):
            who.ended()
        if response.status_code in (200, 201) and "html" in response.headers.get("content-type", [""])[0]:
            self.learn(response.content.decode())

    def was_ours(self, sitting, sent):
        """With the session, and with the token of its forms if it was one."""
        name = COOKIES.get(self.role, COOKIE)
        if not sitting or f"{name}={sitting.cookies.get(name)}" not in sent.headers.get("Cookie", ""):
            return False
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        return sent.method == "GET" or sitting.token.encode() in body

    def learn(self, page):
        """What a page shows; gives where it leads."""
        if shown := SECRET.search(page):
            self.secret = shown[1]
        for action, fields in Forms(page).found.items():
            self.forms.setdefault(self.template(urlsplit(action).path), fields)
        links = [link.replace("&amp;", "&") for link in LINK.findall(page)]
        for link in links:
            path, query = urlsplit(link).path, urlsplit(link).query
            self.learn_path(path)
            for name, value in parse_qsl(query):
                self.keep((path, f"?{name}"), value)
        return links

    def template(self, path):
        if path in self.literal:
            return path
        return next((template for template, shape in self.templates if shape.match(path)), path)

    def learn_path(self, path):
        for template, shape in self.templates if path not in self.literal else ():
            for name, value in (found.groupdict() if (found := shape.match(path)) else {}).items():
                if unquote(value) not in self.own:
                    self.keep((template.split("{")[0], name), unquote(value))

    def keep(self, place, value):
        if value not in self.known[place]:
            self.known[place].append(value)
