"""Somebody of each role, made as people are made: registered or invited, proven by the letter, signed in."""

import json
import uuid

from authenticator import code
from letters import letter_path
from plain_http import request

PASSWORD = "one of the roles, long enough"
STAFF = ("owner", "admin", "agent", "partner")


def call(server, host, path, body=None, token=None, method="POST", headers=None):
    """The answer's document; raises for anything but success."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}) | (headers or {})
    answer = request(server, host, path, method, None if body is None else json.dumps(body), headers)
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.text[:300]}")
    return json.loads(answer.body) if answer.body else None


class Member:
    """An account of a site: of its staff, or a traveller's."""

    password = PASSWORD
    signs_in_again = True

    def __init__(self, server, partner, role, email=None):
        """Made anew, or the one that has this address already."""
        self.server, self.partner, self.role = server, partner, role
        self.email = email or f"{role}-{uuid.uuid4().hex[:12]}@{partner.slug}.example.com"
        if email is None:
            self.join() if role in STAFF else self.register()

    def join(self):
        call(self.server, "localhost", f"/api/platform/tenants/{self.partner.slug}/invitations",
             {"email": self.email, "role": self.role}, self.server.operator_token)
        self.follow("invitation", "/api/auth/invitations/accept", {"name": "Ada Staff", "password": PASSWORD})

    def register(self):
        call(self.server, self.partner.host, "/api/auth/register",
             {"email": self.email, "password": PASSWORD, "name": "Ada Traveller"})
        self.follow("verify", "/api/auth/email/verify", {})

    def follow(self, page, path, body):
        link = letter_path(self.server, self.partner, self.email, page)
        call(self.server, self.partner.host, path, {"token": link.split("token=")[1]} | body)

    def sign_in(self):
        return call(self.server, self.partner.host, "/api/auth/login",
                    {"email": self.email, "password": PASSWORD})["access_token"]

    def own_ids(self, token):
        """What must not be taken from it while it works: itself, and the session it works in."""
        me = call(self.server, self.partner.host, "/api/me", token=token, method="GET")
        sessions = call(self.server, self.partner.host, "/api/me/sessions", token=token, method="GET")["data"]
        return {me["id"], *(session["id"] for session in sessions)}


class Program:
    """An API key with every right, made by an owner."""

    role = "key"
    password = PASSWORD
    signs_in_again = True

    def __init__(self, server, partner, token=None):
        token = token or Member(server, partner, "owner").sign_in()
        rights = {right for role in call(server, partner.host, "/api/admin/roles", token=token, method="GET")["data"]
                  for right in role["rights"]}
        made = call(server, partner.host, "/api/admin/api-keys", {"name": "Checks", "rights": sorted(rights)}, token)
        self.partner, self.secret, self.id = partner, made["secret"], made["key"]["id"]

    @classmethod
    def known(cls, secret, key_id):
        program = cls.__new__(cls)
        program.secret, program.id = secret, key_id
        return program

    def sign_in(self):
        return self.secret

    def own_ids(self, _):
        return {self.id}


class Operator:
    """One who runs the platform, by password and code. A code counts once, so that each signs in once in a while."""

    role = "operator"
    signs_in_again = False

    def __init__(self, server, name, password, secret):
        self.server, self.name, self.password, self.secret = server, name, password, secret

    def sign_in(self):
        return call(self.server, "localhost", "/api/platform/auth/login", {
            "email": f"{self.name}@platform.example", "password": self.password, "code": code(self.secret)})["access_token"]

    def own_ids(self, _):
        return {self.name}
