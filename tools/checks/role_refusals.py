"""What a role may not do, asked for with its own credential; and pages asked for with a form that is not its own, or
with no session at all."""

import re

from members import STAFF
from plain_http import request
import sittings

# The titles of two problems that are both 403.
DENIED, FORGED = "You may not open this", "Please send the form again"
UNKNOWN_ID = "01a216c2-0ba4-776b-82b4-b5eeca671547"


def filled(path, locale="en"):
    path = re.sub(r"\{locale\}", locale, path)
    path = re.sub(r"\{(release|job)\}", "1", path)
    return re.sub(r"\{[a-z_]+\}", UNKNOWN_ID, path)


def by_token(server, member, labels):
    token = member.sign_in()
    for label in labels:
        method, path = label.split(" ")
        answer = request(
            server, member.partner.host, filled(path), method, None if method in ("GET", "DELETE") else "{}",
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
        if answer.status != 403:
            yield f"{label}: {answer.status}, not 403"


def by_form(server, member, labels):
    """With the token of its forms, so that it is the right that is missing."""
    enter = sittings.staff if member.role in STAFF else sittings.traveller
    sitting = enter(server, member.partner, member.email, member.password)
    for label in labels:
        if fault := unlike(sitting, label, 403, DENIED):
            yield fault


def without_session(server, host, door, labels):
    """Who is not signed in is led to the door, whatever page it is."""
    visitor = sittings.visitor(server, host, door)
    return [f"signed out, {fault}" for label in labels if (fault := unlike(visitor, label, 303, "sign-in"))]


def without_token(sitting, labels):
    """Who is signed in, and sends a form that this site did not show to this browser."""
    found = []
    for label in labels:
        sitting.token = "forged"
        if not label.startswith("GET") and (fault := unlike(sitting, label, 403, FORGED)):
            found.append(f"with a forged token, {fault}")
    return found


def unlike(sitting, label, status, word):
    """How it is answered if otherwise than by a status and, in its text or place, a word."""
    method, path = label.split(" ")
    answer = sitting.ask(filled(path), method)
    if answer.status != status or word not in answer.text + answer.header("Location"):
        return f"{label}: {answer.status} {answer.header('Location')}, not {status} {word}"
    return None
