"""Style and script of a home page, as they really come over the wire."""

from chromium import browser, fresh_page
from partners import PARTNERS

BYTES_MAX = 100 * 1024
KINDS = ("Stylesheet", "Script")


def transferred(page, url):
    """Bytes of bodies, compressed as they came, by address."""
    session = page.context.new_cdp_session(page)
    kinds, bytes_ = {}, {}
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event}))
    session.on("Network.loadingFinished", lambda event: bytes_.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(url, wait_until="networkidle")
    return {event["response"]["url"]: bytes_.get(name, 0) for name, event in kinds.items() if event["type"] in KINDS}


def sizes(server):
    """Bytes by partner, and what is too much."""
    totals = {}
    with browser() as opened:
        for partner in PARTNERS:
            with fresh_page(opened) as page:
                files = transferred(page, server.url(partner.host, partner.locales[0]))
                totals[partner.slug] = sum(files.values()) if len(files) >= 3 else BYTES_MAX + 1
    return totals
