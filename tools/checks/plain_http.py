"""Requests without a browser: 127.0.0.1 is dialled and the host goes into its header, so no name is looked up."""

from dataclasses import dataclass
import http.client
import json
import uuid

TIMEOUT_SECONDS = 20


@dataclass
class Answer:
    status: int
    headers: list  # of (name, value): a name may come twice
    body: bytes

    def header(self, name, default=""):
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)

    @property
    def text(self):
        return self.body.decode()


def request(server, host, path, method="GET", body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, path, body, {"Host": f"{host}:{server.port}"} | (headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


def hold(server, partner, offer_id):
    """Takes the rooms of an offer over the API, as any other buyer would; gives the status."""
    body = {
        "offer_id": offer_id,
        "travellers": [{"full_name": "Other Buyer"}],
        "contact": {"email": "other@example.com"},
    }
    return request(
        server, partner.host, "/api/bookings", "POST", json.dumps(body),
        {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}).status
