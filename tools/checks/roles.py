"""Schemathesis signed in as each role, each on a site of its own on a server of its own: no 5xx, no undocumented
status or shape, nothing answered without a credential; what a role may do succeeds, and what it may not is 403.

The long form covers every value of every field, the short one takes some examples of each operation."""

from concurrent.futures import ThreadPoolExecutor
import json
import re
import subprocess
import sys
import pathlib

from contract import ENVIRONMENT, EXCLUDED, REQUEST_SECONDS_MAX, faults, platform_open
from members import STAFF, Member, Program, call
from partners import PARTNERS, stay
from plain_http import hold, request
from server import ROOT, Server

# Of what a role may do, so much has to have succeeded at least once.
SUCCEEDED_SHARE_MIN = 0.65
EXAMPLES, EXAMPLES_LONG = 3, 100
SECONDS_MAX, SECONDS_MAX_LONG = 240, 5400
# Nobody's role changes these, and each of their requests hashes a password or two: the short form asks them of some.
SHARED = {"POST /api/me/password", "POST /api/me/email", "POST /api/me/deletion", "POST /api/me/factor/off"}
SHARED_BY = ("traveller", "owner")
# The main one, and the spares of `role_hooks.py`.
OPERATORS = 6
SITES = {"owner": "aurelia", "admin": "hinode", "key": "diwan", "agent": "severny", "partner": "severny",
         "traveller": "severny", "operator": "halfway"}


class Roles:
    def __init__(self, server, is_long):
        self.server, self.is_long = server, is_long
        self.faults, self.asked, self.owners = [], {}, {}

    def run(self):
        self.operators = [self.operator(f"role-{number}") for number in range(OPERATORS)]
        self.rights = self.read_rights()
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(self.role, role) for role in SITES if role != "operator"]:
                done.result()
        # Last, because it pauses queues that the others' letters go through.
        self.role("operator")
        told = ", ".join(f"{role} {count}" for role, count in self.asked.items())
        return self.faults, f"requests: {told}"

    def operator(self, name):
        told = subprocess.run(
            [self.server.binary, "operator", "add", name, "--email", f"{name}@platform.example"], cwd=ROOT,
            env=self.server.environment, check=True, capture_output=True, text=True).stdout
        return [name, re.search(r"password +(\S+)", told)[1], re.search(r"authenticator +(\S+)", told)[1]]

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
                      for method, told in methods.items() if path.startswith("/api/") and told["x-permission"] != "anyone"}
        held = {label: told for label, told in operations.items() if self.may(role, told["x-permission"])}
        if role in ("owner", "admin", "key"):
            self.seed(partner)
        asked = {label: told for label, told in held.items() if self.is_long or label not in SHARED or role in SHARED_BY}
        member = self.member(role, partner)
        counts, found = self.contract(role, partner, host, asked, member)
        self.asked[role] = sum(count for answers in counts.values() for status, count in answers.items() if status != "refused")
        if counts:
            found += self.judged(asked, counts)
        if role != "operator":
            found += self.refused(member, partner, [
                label for label, told in operations.items()
                if label not in held and told["x-permission"].split(":")[0] in ("member", "staff")])
        self.faults += [f"{role}: {fault}" for fault in found]

    def member(self, role, partner):
        if role == "operator":
            return None
        return Program(self.server, partner, self.owner(partner)) if role == "key" else Member(self.server, partner, role)

    def owner(self, partner):
        """The token of an owner who does what the roles themselves do not."""
        if partner.slug not in self.owners:
            self.owners[partner.slug] = Member(self.server, partner, "owner").sign_in()
        return self.owners[partner.slug]

    def seed(self, partner):
        """Things that no request of the run can make by itself, so that there is something to hit."""
        token = self.owner(partner)
        call(self.server, partner.host, "/api/admin/domains", {"host": f"www.{partner.slug}-roles.example"}, token)
        arrival, departure = stay()
        found = call(self.server, partner.host, method="GET", path=(
            f"/api/hotels/search?destination=BER&check_in={arrival}&check_out={departure}&guests=2&limit=1"))
        hold(self.server, partner, found["data"][0]["offer_id"])

    def contract(self, role, partner, host, asked, member):
        base = f"http://127.0.0.1:{self.server.port}"
        counts = self.server.data / f"role-{role}.json"
        told = {"role": role, "partner": partner.slug, "port": self.server.port, "data": str(self.server.data),
                "operator_token": self.server.operator_token, "counts": str(counts), "operators": self.operators}
        told |= {"key": [member.secret, member.id]} if role == "key" else {"email": member.email} if member else {}
        names = "|".join(each["operationId"] for each in asked.values())
        run = subprocess.run(
            [pathlib.Path(sys.executable).with_name("schemathesis"), "run", f"{base}/openapi.json", "--url", base,
             "--checks", "all", "--exclude-checks", ",".join(EXCLUDED), "--seed", "1", "--request-timeout", REQUEST_SECONDS_MAX, "--warnings", "off", "--no-color",
             "--max-examples", str(EXAMPLES_LONG if self.is_long else EXAMPLES),
             "--phases", "examples,coverage,fuzzing" if self.is_long else "fuzzing",
             "--include-operation-id-regex", f"^({names})$", "--header", f"Host: {host}:{self.server.port}"],
            capture_output=True, text=True, cwd=self.server.data,
            env=ENVIRONMENT | {"SCHEMATHESIS_HOOKS": "role_hooks", "CHECKS_ROLE": json.dumps(told)},
            timeout=SECONDS_MAX_LONG if self.is_long else SECONDS_MAX)
        output = run.stdout + run.stderr
        if not counts.exists():
            return {}, [output[-3000:]]
        return json.loads(counts.read_text()), faults(output) if run.returncode else []

    def judged(self, held, counts):
        """A run of refusals would find nothing else."""
        succeeded = 0
        for label in held:
            answers = dict(counts.get(label, {}))
            succeeded += any(status[0] == "2" for status in answers)
            refused = answers.pop("refused", 0)
            if not answers:
                yield f"{label}: not asked"
            elif sum(answers.values()) <= 2 * refused:
                yield f"{label}: {refused} times refused: {answers}"
        if succeeded < SUCCEEDED_SHARE_MIN * len(held):
            without = [label for label in held if not any(status[0] == "2" for status in counts.get(label, {}))]
            yield f"only {succeeded} of {len(held)} operations succeeded, not {', '.join(without)}"

    def refused(self, member, partner, labels):
        """What the role may not do, asked for with its own credential."""
        token = member.sign_in()
        for label in labels:
            method, path = label.split(" ")
            path = re.sub(r"\{locale\}", "en", path)
            path = re.sub(r"\{(release|job)\}", "1", path)
            path = re.sub(r"\{[a-z_]+\}", "01a216c2-0ba4-776b-82b4-b5eeca671547", path)
            answer = request(
                self.server, partner.host, path, method, None if method in ("GET", "DELETE") else "{}",
                {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
            if answer.status != 403:
                yield f"{label}: {answer.status}, not 403"


def roles(binary, base_port, is_long):
    with Server(binary, base_port + 200) as server:
        found, detail = Roles(server, is_long).run()
        # After everybody has signed in: what anybody may do here is guess at passwords, and that is slowed.
        faults, asked = platform_open(server, is_long)
        return found + [f"anybody on the platform: {fault}" for fault in faults], f"{detail}; anybody on the platform {asked}"
