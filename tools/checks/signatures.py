"""DKIM by a verifier that is not ours (dkimpy): what we sign, it verifies against the very record that the console
tells a partner to publish, and nothing else."""

import email.policy
import re
import subprocess
import time
import uuid

import dkim

from members import PASSWORD, call
from partners import PARTNERS
from server import ROOT

WAIT_SECONDS_MAX = 30
# One key of each kind, each below a subject in other letters.
SIGNED = {"hinode": "rsa-sha256", "diwan": "ed25519-sha256"}


class Signatures:
    def __init__(self, post):
        self.post, self.server, self.handler, self.want = post, post.server, post.handler, post.want
        self.records = self.server.names.records

    def run(self):
        for slug, algorithm in SIGNED.items():
            partner = next(partner for partner in PARTNERS if partner.slug == slug)
            domain = f"{slug}-mail.example"
            self.publish(partner, domain, algorithm)
            address = f"signed-{uuid.uuid4().hex[:8]}@example.org"
            self.post.book(partner, address)
            self.verify(self.arrived(address), domain, algorithm)
        return len(SIGNED) + self.platforms()

    def platforms(self):
        """What leaves under the platform's own address, by a key that the command line makes, shows and uses."""
        partner = next(partner for partner in PARTNERS if partner.slug not in SIGNED)
        made = self.command("make-key", "--algorithm", "rsa").stdout.split("\n")
        selector, (name, kind), record = made[0].split()[0], made[1].split(), made[2].strip()
        self.want((kind, self.command("keys").stdout.split("\n")[2].strip()) == ("TXT", record), "keys shows another record")
        self.want(self.command("use-key", selector).returncode != 0, "a key is used that nobody could check")
        self.records[name, "TXT"] = [record]
        used = self.command("use-key", selector)
        self.want(used.returncode == 0, f"a published key is not used: {used.stdout}{used.stderr}")
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while True:
            # A worker goes on for some seconds with what it knew before.
            address = f"platform-{uuid.uuid4().hex[:8]}@example.org"
            self.post.book(partner, address)
            raw = self.arrived(address)
            if b"DKIM-Signature" in raw or time.monotonic() > deadline:
                break
        self.verify(raw, name.split("._domainkey.")[1], "rsa-sha256")
        return 1

    def command(self, *words):
        return subprocess.run([self.server.binary, "mail", *words], cwd=ROOT, env=self.server.environment,
                              capture_output=True, text=True, timeout=WAIT_SECONDS_MAX)

    def arrived(self, address):
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while not self.handler.raw[address]:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no mail to {address}")
            time.sleep(0.1)
        return self.handler.raw[address][0]

    def publish(self, partner, domain, algorithm):
        """As the partner would: chosen, a key made, its record put where the console says, looked at."""
        token = self.owner(partner)

        def admin(path, body, method="POST"):
            return call(self.server, partner.host, f"/api/admin/mail/sender{path}", body, token, method)

        admin("", {"address": f"hello@{domain}", "name": "Grüße – ご案内"}, "PUT")
        record = admin("/key", {"algorithm": algorithm})["dkim"]
        unproven = admin("/check", None)
        self.want(not unproven["is_proven"], f"{domain}: proven without a record")
        self.records[record["record_name"], "TXT"] = [record["record_value"]]
        report = admin("/check", None)
        self.want(report["is_proven"], f"{domain}: not proven by its record: {report}")

    def owner(self, partner):
        address = f"owner-{uuid.uuid4().hex[:8]}@{partner.slug}.example.com"
        call(self.server, "localhost", f"/api/platform/tenants/{partner.slug}/invitations",
             {"email": address, "role": "owner"}, self.server.operator_token)
        self.arrived(address)
        text = self.handler.mails[address][0].get_body(("plain",)).get_content()
        token = re.search(r"invitation\?token=(thm_[A-Za-z0-9_-]+)", text)[1]
        call(self.server, partner.host, "/api/auth/invitations/accept",
             {"token": token, "name": "Ada Owner", "password": PASSWORD})
        return call(self.server, partner.host, "/api/auth/login", {"email": address, "password": PASSWORD})["access_token"]

    def verify(self, raw, domain, algorithm):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        sender = mail["from"].addresses[0]
        self.want(sender.domain == domain, f"{domain}: is from {sender}")
        signature = dkim.util.parse_tag_value(bytes(mail["dkim-signature"], "ascii"))
        self.want(signature[b"d"].decode() == domain and signature[b"a"].decode() == algorithm,
                  f"{domain}: signed as {signature[b'a']} of {signature[b'd']}")
        self.want(self.is_verified(raw), f"{domain}: its signature does not verify")
        for what, changed in self.tampered(raw):
            self.want(changed != raw and not self.is_verified(changed), f"{domain}: verifies with {what}")

    def tampered(self, raw):
        head, body = raw.split(b"\r\n\r\n", 1)
        yield "another body", head + b"\r\n\r\n" + body.replace(b"a", b"b", 1)
        yield "another subject", re.sub(rb"\r\nSubject: ", b"\r\nSubject: Re: ", raw, count=1)
        yield "a second From", b"From: other@example.com\r\n" + raw

    def is_verified(self, raw):
        def ask(name, timeout=5):
            values = self.records.get((name.decode().rstrip(".").lower(), "TXT"), [])
            return values[0].encode() if values else None

        return dkim.verify(raw, dnsfunc=ask)
