"""Letters of a server that keeps them as files: the last one to an address that has a certain link in it."""

import email
import email.policy
import re
import time

WAIT_SECONDS_MAX = 20


def letter_path(server, partner, address, page):
    """The path and query of the link to `page` in the last such letter; waits until it is written."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    link = re.compile(r"https?://[^/\s\"]+(/[a-z-]+/%s\?token=[A-Za-z0-9_-]+)" % re.escape(page))
    while time.monotonic() < deadline:
        for file in sorted((server.data / "mail" / partner.slug).glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            found = link.search(letter.get_body(("plain",)).get_content())
            if address.lower() in letter["To"].lower() and found:
                return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"no letter to {address} with a link to {page}")
