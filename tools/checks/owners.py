"""An owner of a partner's site: invited, taken in by the letter and, where asked for, with a second factor."""

import email
import json
import re
import time
import uuid

from authenticator import code
from members import call
from plain_http import request

PASSWORD = "an owner of the checks, long enough"
LETTER_SECONDS_MAX = 30


def owner(server, partner, locale):
    """Invites one as an operator would, follows the letter and answers the address."""
    address = f"owner-{uuid.uuid4().hex[:8]}@{partner.slug}.example.com"
    body = {"email": address, "role": "owner", "locale": locale}
    asked = request(
        server, "localhost", f"/api/platform/tenants/{partner.slug}/invitations", "POST", json.dumps(body),
        {"Content-Type": "application/json", "Authorization": f"Bearer {server.operator_token}"})
    if asked.status != 201:
        raise RuntimeError(f"not invited: {asked.status} {asked.text}")
    acceptance = {"token": token(server, partner, address), "name": "Ada <b>Owner</b>", "password": PASSWORD}
    taken = request(
        server, partner.host, "/api/auth/invitations/accept", "POST", json.dumps(acceptance),
        {"Content-Type": "application/json"})
    if taken.status != 200:
        raise RuntimeError(f"not taken in: {taken.status} {taken.text}")
    return address


def factor(server, partner, address):
    """Turns the second one on as a program would; gives its secret. One step's code is spent with it."""
    token = call(server, partner.host, "/api/auth/login", {"email": address, "password": PASSWORD})["access_token"]
    secret = call(server, partner.host, "/api/me/factor", token=token)["secret"]
    call(server, partner.host, "/api/me/factor/confirm", {"code": code(secret)}, token)
    return secret


def token(server, partner, address):
    deadline = time.monotonic() + LETTER_SECONDS_MAX
    while time.monotonic() < deadline:
        for path in sorted((server.data / "mail" / partner.slug).glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(path.read_bytes())
            if address not in letter["To"]:
                continue
            for part in letter.walk():
                if part.get_content_maintype() == "text":
                    text = part.get_payload(decode=True).decode()
                    if found := re.search(r"invitation\?token=(thm_[A-Za-z0-9_-]+)", text):
                        return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"no letter to {address}")
