"""A role's browser on pages, as `role_run.py` has its program on the API: signed in by the form, every form with the
token it was given, and identifiers from the links of the pages it was shown."""

import re
import uuid
from urllib.parse import parse_qsl, unquote, urlsplit

from authenticator import code
from members import STAFF, Member
from role_run import Run
import sittings

# Each ends a session, an account or the way to sign in to it.
ENDING = re.compile(
    r"POST /(sign-out|admin/sign-out|\{locale\}/sign-out|"
    r"\{locale\}/account/(email|password|deletion|devices/end|devices/end-others|factor|factor/\w+))")
ENDS_AT_ONCE = re.compile(r"POST /.*(sign-out|account/deletion)")
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)"')
SECRET = re.compile(r'<code[^>]*>([A-Z2-7 ]{20,})</code>')
COOKIES = {"operator": "__Host-operator"}
COOKIE = "__Host-account"


class Sitter:
    """Somebody with a browser: what `Somebody` makes, signed in to pages."""

    def __init__(self, run, member=None):
        self.run = run
        self.member = member or self.made()
        self.password = self.member.password if run.role != "operator" else self.member[1]

    def made(self):
        return next(self.run.operators) if self.run.role == "operator" else Member(
            self.run.reach, self.run.partner, self.run.role)

    @property
    def signs_in_again(self):
        return self.run.role != "operator"

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
        super().__init__(told)

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
        super().before(case)
        sitting = self.who(case.operation.label).token
        if case.operation.method.upper() == "GET" or not sitting:
            return
        if isinstance(case.body, dict):
            case.body["csrf_token"] = sitting.token
        elif not case.operation.body:
            case.body, case.media_type = {"csrf_token": sitting.token}, sittings.FORM

    def make_real(self, case, who):
        path, turn = case.operation.path, self.turns[case.operation.label] // 2
        for name in case.path_parameters or {}:
            if known := self.known[(path.split("{")[0], name)]:
                case.path_parameters[name] = known[turn % len(known)]
        if case.path_parameters and path.startswith("/{locale}"):
            case.path_parameters["locale"] = self.partner.locales[turn % len(self.partner.locales)]
        for fields in (case.query, case.body):
            for name in fields if isinstance(fields, dict) else ():
                if known := self.known[(path, f"?{name}")]:
                    fields[name] = known[turn % len(known)]
        if isinstance(case.body, dict) and who.member:
            for name in ("password", "new_password"):
                if name in case.body:
                    case.body[name] = who.member.password
            if "code" in case.body and self.secret:
                case.body["code"] = code(self.secret)

    def after(self, case, response):
        label = case.operation.label
        who = self.who(label)
        target = urlsplit(response.headers.get("location", [""])[0]).path
        is_sent_to_door = response.status_code in (302, 303) and target.endswith("/sign-in")
        self.counts[label][f"{response.status_code} to the door" if is_sent_to_door else str(response.status_code)] += 1
        name = COOKIES.get(self.role, COOKIE)
        was_ours = who.token and f"{name}={who.token.cookies.get(name)}" in response.request.headers.get("Cookie", "")
        is_leaving = label.endswith("/sign-out") and is_sent_to_door
        is_over = was_ours and is_sent_to_door and not is_leaving
        is_denied = response.status_code == 403 or (response.status_code == 401 and "/account/" not in label)
        if was_ours and (is_over or is_denied):
            self.counts[label]["refused"] += 1
        if is_over or (was_ours and ENDS_AT_ONCE.match(label) and response.status_code == 303):
            who.ended()
        if response.status_code in (200, 201) and "html" in response.headers.get("content-type", [""])[0]:
            self.learn(case, response.content.decode())

    def learn(self, case, page):
        if shown := SECRET.search(page):
            self.secret = shown[1]
        for link in LINK.findall(page):
            parts = urlsplit(link.replace("&amp;", "&"))
            self.learn_path(parts.path)
            for name, value in parse_qsl(parts.query):
                self.keep((parts.path, f"?{name}"), value)

    def learn_path(self, path):
        if path in self.literal:
            return
        for template, shape in self.templates:
            for name, value in (found.groupdict() if (found := shape.match(path)) else {}).items():
                if unquote(value) not in self.own:
                    self.keep((template.split("{")[0], name), unquote(value))

    def keep(self, place, value):
        if value not in self.known[place]:
            self.known[place].append(value)
