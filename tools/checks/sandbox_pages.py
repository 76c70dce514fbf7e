"""The sandbox's own pages in Chromium without script, in every language: the card form, a decline, the bank's question,
and the way back to the merchant's page; axe and overflow at two widths."""

import urllib.parse

import stripe

import chromium
from inspection import AXE, RUN_AXE
from sandbox_process import endpoint

LANGUAGES = ("en", "de", "ja", "ar", "ru")
WIDTHS = (360, 1280)


def sandbox_pages(sandbox):
    stripe.api_key = sandbox.key("aurelia")
    with endpoint() as (back, _), chromium.browser() as opened:
        return [f"{language}: {fault}" for language in LANGUAGES for fault in way(opened, language, back)]


def way(opened, language, back):
    faults = []
    # axe is put in from outside; the pages themselves run no script, and need none.
    with chromium.fresh_page(opened, bypass_csp=True) as page:
        def look(what):
            direction = page.locator("html").get_attribute("dir")
            if page.locator("html").get_attribute("lang") != language or (direction == "rtl") != (language == "ar"):
                faults.append(f"{what}: says another language")
            page.evaluate(AXE)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
                    faults.append(f"{what}: scrolls to {scroll} at {width}")
                faults.extend(f"{what}: {text}" for _, text in page.evaluate(RUN_AXE))

        def enter(number):
            for name, value in (("number", number), ("expiry", "12/34"), ("cvc", "123"), ("name", "Ada")):
                page.locator(f"[name={name}]").fill(value)
            with page.expect_navigation():
                page.keyboard.press("Enter")

        intent = stripe.PaymentIntent.create(amount=12900, currency="eur")
        page.goto(f"{stripe.api_base}/pay/{intent.client_secret}?lang={language}&return_url={urllib.parse.quote(back, '')}")
        look("the card form")
        enter("4000000000009995")
        if page.get_by_role("alert").count() != 1:
            faults.append("a decline is not said")
        look("a decline")
        enter("4000000000003220")
        if page.locator("button").count() != 2:
            faults.append(f"the bank does not ask: {page.url}")
        look("the bank's question")
        page.locator("button").first.click()
        page.wait_for_url(f"{back}?**")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
        if (query.get("payment_intent"), query.get("redirect_status")) != ([intent.id], ["succeeded"]):
            faults.append(f"led back to {page.url}")
        if stripe.PaymentIntent.retrieve(intent.id).status != "succeeded":
            faults.append("not paid")
    return faults
