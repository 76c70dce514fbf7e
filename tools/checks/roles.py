"""Schemathesis signed in as each role, on the API as a program and on the pages as a browser, on a server of its own:
no 5xx, no undocumented status or shape, nothing answered without a credential; what a role may do succeeds, and what
it may not is 403.

The long form covers every value of every field, the short one takes some examples of each operation."""

from concurrent.futures import ThreadPoolExecutor
import json
import re
import subprocess
import uuid

from bounces import bounce
from contract import platform_open
from members import STAFF, Member, Program, call
from partners import GUEST_EMAIL, PARTNERS, stay
from plain_http import request
from role_contract import contract
import role_refusals
from server import ROOT, Server
import sittings

# Of what a role may do, so much has to have succeeded at least once.
SUCCEEDED_SHARE_MIN = {"API": 0.65, "pages": 0.65}
# Nobody's role changes these, and each of their requests hashes a password or two: the short form asks them of some.
SHARED = {"POST /api/me/password", "POST /api/me/email", "POST /api/me/deletion", "POST /api/me/factor/off",
          *(f"POST /{{locale}}/account/{page}" for page in (
              "password", "email", "deletion", "factor/off", "factor/confirm", "factor/codes"))}
SHARED_BY = ("traveller", "owner")
# Where a browser without a session has something to send; who has one is met as the traveller that he is.
OF_VISITORS = re.compile(
    r"\w+ /(\{locale\}(?!/(sign-in|register|forgot|reset|verify|confirm-email|invitation)\b)|preview|impersonation|"
    r"assets|brand|admin/assets)")
# The main one of each face, and the spares of `role_run.py`; then one whose forms are forged.
OPERATORS = {"API": 6, "pages": 5, "forms": 1}
SITES = {"owner": "aurelia", "admin": "hinode", "key": "diwan", "agent": "severny", "partner": "severny",
         "traveller": "severny", "operator": "halfway"}


class Roles:
    def __init__(self, server, is_long):
        self.server, self.is_long = server, is_long
        self.faults, self.asked, self.owners, self.reservations = [], {}, {}, {}

    def run(self):
        self.operators = {face: [self.operator(f"role-{face.lower()}-{number}") for number in range(count)]
                          for face, count in OPERATORS.items()}
        self.operator("role-to-block")
        self.rights = self.read_rights()
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(self.role, role) for role in SITES if role != "operator"]:
                done.result()
        # Last, because it pauses queues that the others' letters go through.
        self.role("operator")
        told = (f"{role} {' and '.join(f'{count} of {face}' for face, count in faces.items())}"
                for role, faces in self.asked.items())
        return self.faults, f"requests: {', '.join(told)}"

    def operator(self, name):
        made = subprocess.run(
            [self.server.binary, "operator", "add", name, "--email", f"{name}@platform.example"], cwd=ROOT,
            env=self.server.environment, capture_output=True, text=True)
        if made.returncode:
            raise RuntimeError(f"no operator {name}: {made.stdout[-300:]} {made.stderr[-600:]}")
        return [name, re.search(r"password +(\S+)", made.stdout)[1], re.search(r"authenticator +(\S+)", made.stdout)[1]]

    def read_rights(self):
        """What the server says of its roles; a key is made with all of them."""
        partner = PARTNERS[0]
        told = call(self.server, partner.host, "/api/admin/roles", token=self.owner(partner), method="GET")["data"]
        rights = {each["role"]: set(each["rights"]) for each in told}
        return rights | {"key": set().union(*rights.values())}

    def may(self, role, rule):
        if role == "operator":
            return rule.startswith("operate:")
        if rule == "member":
            return role != "key"
        if rule == "staff":
            return role in (*STAFF, "key")
        if not rule.startswith("staff:"):
            return False
        right = rule.removeprefix("staff:")
        return right in self.rights[role] or right.replace(":read", ":write") in self.rights[role]

    def role(self, role):
        partner = next(partner for partner in PARTNERS if partner.slug == SITES[role])
        host = "localhost" if role == "operator" else partner.host
        document = json.loads(request(self.server, host, "/openapi.json").text)
        operations = {f"{method.upper()} {path}": told for path, methods in document["paths"].items()
                      for method, told in methods.items()}
        self.asked[role] = {}
        # One after the other: who loses the right to something in the one is somebody else in the other.
        for face in ("API", "pages") if role != "key" else ("API",):
            if role not in ("operator", "partner"):
                self.seed(partner, f"{role}-{face.lower()}")
            self.face(role, partner, face, {
                label: told for label, told in operations.items() if ("/api/" in label) == (face == "API")})

    def face(self, role, partner, face, operations):
        held = {label: told for label, told in operations.items() if self.may(role, told["x-permission"])}
        asked = {label: told for label, told in held.items() if self.is_long or label not in SHARED or role in SHARED_BY}
        open_to_all = {label: told for label, told in operations.items()
                       if role == "traveller" and face == "pages" and label not in held
                       and told["x-permission"] in ("anyone", "booking_holder") and OF_VISITORS.match(label)}
        member = self.member(role, partner)
        counts, found = contract(self, role, partner, face, asked | open_to_all, operations, member)
        self.asked[role][face] = sum(
            count for answers in counts.values() for status, count in answers.items() if status != "refused")
        if counts:
            found += self.judged(face, asked, counts)
        if role != "operator":
            ask = role_refusals.by_token if face == "API" else role_refusals.by_form
            found += ask(self.server, member, [
                label for label, told in operations.items()
                if label not in held and told["x-permission"].split(":")[0] in ("member", "staff")])
        if face == "pages" and role in ("owner", "operator"):
            found += self.unsigned(role, partner, held, member)
        self.faults += [f"{role}, {face}: {fault}" for fault in found]

    def unsigned(self, role, partner, held, member):
        """The pages of everybody else are among these."""
        if role == "operator":
            host, door, sitting = "localhost", "/sign-in", sittings.operator(self.server, *self.operators["forms"][0])
        else:
            host, door = partner.host, "/admin/sign-in"
            sitting = sittings.staff(self.server, partner, member.email, member.password)
        return role_refusals.without_session(self.server, host, door, held) + role_refusals.without_token(sitting, held)

    def member(self, role, partner):
        if role == "operator":
            return None
        return Program(self.server, partner, self.owner(partner)) if role == "key" else Member(self.server, partner, role)

    def owner(self, partner):
        """The token of an owner who does what the roles themselves do not."""
        if partner.slug not in self.owners:
            self.owners[partner.slug] = Member(self.server, partner, "owner").sign_in()
        return self.owners[partner.slug]

    def seed(self, partner, name):
        """Things that no request of the run can make by itself, so that there is something to hit."""
        # One of its own, whom nothing was taken from yet.
        token = Member(self.server, partner, "owner").sign_in()
        asked = f"asked-{name}@{partner.slug}.example.com"
        for path, body in (("domains", {"host": f"www.{partner.slug}-{name}.example"}),
                           ("invitations", {"email": asked, "role": "agent"}),
                           ("api-keys", {"name": "Roles", "rights": ["staff:read"]})):
            call(self.server, partner.host, f"/api/admin/{path}", body, token)
        bounce(self.server, partner, asked)
        arrival, departure = stay()
        found = call(self.server, partner.host, method="GET", path=(
            f"/api/hotels/search?destination=BER&check_in={arrival}&check_out={departure}&guests=2&limit=1"))
        body = {"offer_id": found["data"][0]["offer_id"], "travellers": [{"full_name": "Anna Guest"}],
                "contact": {"email": GUEST_EMAIL}}
        held = call(self.server, partner.host, "/api/bookings", body, headers={"Idempotency-Key": str(uuid.uuid4())})
        self.reservations[partner.slug] = {"reference": held["reference"], "email": GUEST_EMAIL}

    @staticmethod
    def judged(face, held, counts):
        """A run of refusals would find nothing else."""
        succeeded = set()
        for label in held:
            answers = dict(counts.get(label, {}))
            # A form that was taken leads on.
            if any(status[0] == "2" or (face == "pages" and status == "303") for status in answers):
                succeeded.add(label)
            refused = answers.pop("refused", 0)
            if not answers:
                yield f"{label}: not asked"
            elif sum(answers.values()) <= 2 * refused:
                yield f"{label}: {refused} times refused: {answers}"
        if len(succeeded) < SUCCEEDED_SHARE_MIN[face] * len(held):
            yield f"only {len(succeeded)} of {len(held)} operations succeeded, not {', '.join(held.keys() - succeeded)}"


def roles(binary, base_port, is_long):
    with Server(binary, base_port + 200) as server:
        found, detail = Roles(server, is_long).run()
        # After everybody has signed in: what anybody may do here is guess at passwords, and that is slowed.
        faults, asked = platform_open(server, is_long)
        return found + [f"anybody on the platform: {fault}" for fault in faults], f"{detail}; anybody on the platform {asked}"
