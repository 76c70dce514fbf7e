"""What `roles.py` has Schemathesis do with each request: it goes out as somebody who is signed in, what would end the
session it runs on goes out as a spare one, well-formed requests get real passwords and identifiers by turns, and
what came of each operation is counted. `role_pages.py` does it with pages."""

from collections import Counter, defaultdict
import json
import pathlib
import uuid

from authenticator import code
from members import Member, Operator, Program
from partners import PARTNERS

SPARES_MAX = 4
# Each ends a session, an account or the way to sign in to it.
ENDING = {
    "POST /api/auth/logout", "DELETE /api/me/sessions/{id}", "POST /api/me/sessions/end-others",
    "POST /api/me/password", "POST /api/me/email", "POST /api/me/deletion", "POST /api/me/factor",
    "POST /api/me/factor/confirm", "POST /api/me/factor/off", "POST /api/platform/auth/logout",
}
ENDS_AT_ONCE = {"POST /api/auth/logout", "POST /api/me/deletion", "POST /api/platform/auth/logout"}
# Asks a server that the example names, which is nobody's: `openid.py` tries it on a real one.
STRANGERS = {"POST /api/admin/identity-providers/{id}/check"}
NAMES = ("id", "slug", "name", "release", "key", "locale", "queue", "schedule", "job")


class Reach:
    """As much of the server as making an account needs."""

    def __init__(self, told):
        self.port, self.data, self.operator_token = told["port"], pathlib.Path(told["data"]), told["operator_token"]

    def url(self, host, path=""):
        return f"http://{host}:{self.port}/{path}"


class Somebody:
    """The one that all requests go out as, with a token that is good."""

    def __init__(self, make, spares_max):
        self.make, self.left = make, spares_max
        self.token = None
        self.member = None

    def good_token(self):
        if self.token is None and self.left > 0:
            self.left -= 1
            self.member = self.make()
            self.token = self.member.sign_in()
        return self.token

    def ended(self):
        """The token is over. Who can sign in again does, else another one takes the place."""
        try:
            self.token = self.member.sign_in() if self.member.signs_in_again else None
        except RuntimeError:
            self.token = None


class Run:
    def __init__(self, told):
        self.told, self.reach = told, Reach(told)
        self.role = told["role"]
        self.partner = next(partner for partner in PARTNERS if partner.slug == told["partner"])
        self.operators = iter(told["operators"])
        self.main, self.spare = Somebody(self.given, 1), Somebody(self.make, SPARES_MAX)
        self.counts, self.known, self.turns = defaultdict(Counter), defaultdict(list), Counter()
        self.secret = None
        self.own = self.protected()

    def given(self):
        """Who was made for the run already: a password costs its time, and the machine has others to serve."""
        if self.role == "operator":
            return Operator(self.reach, *next(self.operators))
        if self.role == "key":
            return Program.known(*self.told["key"])
        return Member(self.reach, self.partner, self.role, self.told["email"])

    def make(self):
        if self.role == "operator":
            return Operator(self.reach, *next(self.operators))
        return Member(self.reach, self.partner, self.role)

    def protected(self):
        token = self.main.good_token()
        own = self.main.member.own_ids(token)
        return own | self.told_names() | self.other_sites() if self.role == "operator" else own

    def told_names(self):
        """All that work for the run, on whichever face."""
        return set(self.told["protected"])

    def other_sites(self):
        return {partner.slug for partner in PARTNERS} - {self.partner.slug}

    def who(self, label):
        return self.spare if label in ENDING and self.role != "key" else self.main

    def show(self, case, token):
        case.headers["Authorization"] = f"Bearer {token}"

    def before(self, case):
        label = case.operation.label
        who = self.who(label)
        if case.meta is None or case.meta.generation.mode.is_positive:
            self.turns[label] += 1
            if self.turns[label] % 2:
                self.make_real(case, who)
        self.protect(case)

    def protect(self, case):
        """Keeps the run from what it works with, and from what is not its own."""
        label = case.operation.label
        for name, value in (case.path_parameters or {}).items():
            if label in STRANGERS and value in self.known[("/api/admin/identity-providers/", "id")]:
                case.path_parameters[name] = str(uuid.uuid4())
            if value in self.own:
                case.path_parameters[name] = self.partner.slug if name == "slug" else str(uuid.uuid4())

    def make_real(self, case, who):
        """Lets a request that is well-formed also hit something."""
        for name in case.path_parameters or {}:
            if known := self.known[(case.operation.path.split("{")[0], name)]:
                case.path_parameters[name] = known[self.turns[case.operation.label] // 2 % len(known)]
        if isinstance(case.body, dict) and "{" not in case.operation.path:
            if "password" in case.body and case.operation.path.startswith("/api/me"):
                case.body["password"] = who.member.password
            if "new_password" in case.body:
                case.body["new_password"] = who.member.password
            if "code" in case.body and self.secret:
                case.body["code"] = code(self.secret)

    def after(self, case, response):
        label = case.operation.label
        self.counts[label][str(response.status_code)] += 1
        document = self.document(response)
        who = self.who(label)
        # A check of Schemathesis's own leaves the credential out, or sends a wrong one.
        was_ours = response.request.headers.get("Authorization") == f"Bearer {who.token}"
        is_over = response.status_code == 401 and document.get("code") == "auth.required"
        if was_ours and (is_over or document.get("code") == "permission.denied"):
            self.counts[label]["refused"] += 1
        if was_ours and (is_over or (label in ENDS_AT_ONCE and response.status_code < 300)):
            who.ended()
        if 200 <= response.status_code < 300:
            self.learn(case, document)

    @staticmethod
    def document(response):
        try:
            found = json.loads(response.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def learn(self, case, document):
        if case.operation.label == "POST /api/me/factor":
            self.secret = document["secret"]
        items = document.get("data")
        for item in items if isinstance(items, list) else [document]:
            if not isinstance(item, dict):
                continue
            for name in NAMES:
                value = item.get(name)
                if name in item and isinstance(value, (str, int)) and value not in self.own:
                    self.note(case.operation.path, name, value)

    def note(self, path, name, value):
        # `/api/admin/users` knows users, and so does `/api/admin/users/{id}`.
        prefix = path.split("{")[0].rstrip("/") + "/"
        names = {name} | ({"release", "job", "queue", "schedule"} if name in ("id", "name") else set())
        for each in names:
            if value not in self.known[(prefix, each)]:
                self.known[(prefix, each)].append(value)

    def write(self):
        pathlib.Path(self.told["counts"]).write_text(json.dumps(self.counts))
