"""A delivery report as a mail server sends it of a letter that a server kept as a file, handed over by an operator."""

import email
import email.policy
import time

from members import call

REPORT = """\
From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {name}
--b--
"""
WAIT_SECONDS_MAX = 20


def bounce(server, partner, address):
    """From then on the site does not write there; waits for the letter."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < deadline:
        for file in (server.data / "mail" / partner.slug).glob("*.eml"):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if address in letter["To"]:
                report = REPORT.format(address=address, name=letter["Message-ID"])
                return call(server, "localhost", "/api/platform/mail/bounces", {"message": report}, server.operator_token)
        time.sleep(0.1)
    raise RuntimeError(f"no letter to {address}")
