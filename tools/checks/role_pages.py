"""A role's browser on pages, as `role_run.py` has its program on the API: signed in by the form, every form with the
token it was given and, by turns, as the page shows it, identifiers from the links of the pages."""

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
        self.forms, self.seen = {}, set()
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
        while ways:
            path = ways.pop(0)
            kind = self.template(urlsplit(path).path)
            if kind in self.told["shown"] and (kind not in self.seen or "?" in path and path not in self.seen):
                self.seen |= {kind, path}
                answer = sitting.ask(path)
                if answer.status == 200 and "html" in answer.header("Content-Type"):
                    ways += self.learn(answer.text)

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
        path, label = case.operation.path, case.operation.label
        if path.startswith("/{locale}") and case.path_parameters:
            self.turns[label, "locale"] += 1
            if turn := self.turns[label, "locale"] % NO_LANGUAGE_TURNS:
                case.path_parameters["locale"] = self.partner.locales[turn % len(self.partner.locales)]
        sitting = self.who(label).token
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
        for name in case.query or {}:
            if known := self.known[(path, f"?{name}")]:
                case.query[name] = known[turn % len(known)]
        if isinstance(case.body, dict):
            shown = self.forms.get(path, {})
            case.body |= {name: shown[name] for name in case.body if shown.get(name)}
            for name in ("password", "new_password"):
                if name in case.body and who.member:
                    case.body[name] = who.member.password
            if "code" in case.body and self.secret:
                case.body["code"] = code(self.secret)

    def after(self, case, response):
        label = case.operation.label
        who = self.who(label)
        target = urlsplit(response.headers.get("location", [""])[0]).path
        is_sent_to_door = response.status_code in (302, 303) and target.endswith("/sign-in")
        is_leaving = label.endswith("/sign-out") and is_sent_to_door
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
