"""`travelhub stripe-sandbox` by the official Python client, which knows nothing of us: what it takes for Stripe's, is."""

import contextlib
import time
import urllib.parse

import stripe

import chromium
from sandbox_crashes import crashes
from sandbox_pages import sandbox_pages
from sandbox_process import Sandbox, endpoint, post_form, wait

INTENTS = 25
CRASHES, CRASHES_LONG = 4, 40
BACK = "http://localhost/back"
NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


class Walk:
    def __init__(self, sandbox, is_long):
        self.sandbox, self.is_long, self.faults, self.steps = sandbox, is_long, [], 0

    def want(self, what, found, wanted=True):
        self.steps += 1
        if found != wanted:
            self.faults.append(f"{what}: {found!r}, not {wanted!r}")

    def refused(self, what, kind, code, run):
        self.steps += 1
        try:
            run()
        except kind as error:
            if error.code != code:
                self.faults.append(f"{what}: code {error.code!r}, not {code!r}")
            return error
        except stripe.StripeError as error:
            self.faults.append(f"{what}: {type(error).__name__}: {error}")
        else:
            self.faults.append(f"{what}: not refused")

    def pay(self, amount=12900, card="pm_card_visa", **more):
        return stripe.PaymentIntent.create(
            amount=amount, currency="eur", payment_method=card, confirm=True,
            automatic_payment_methods=NO_REDIRECTS, **more)

    def run(self):
        for step in (self.keys, self.paying, self.declines, self.challenge, self.capture, self.refunds, self.idempotency,
                     self.saved, self.disputes, self.events, self.connect, self.lists, self.killed, self.totals):
            try:
                step()
            except Exception as error:  # the steps behind it tell more
                self.faults.append(f"{step.__name__}: {type(error).__name__}: {error}")
        return self.faults, f"{self.steps} points by stripe {stripe.VERSION}"

    def keys(self):
        stripe.max_network_retries = 0
        stripe.api_key = "sk_test_nobody0123"
        self.refused("an unknown key", stripe.AuthenticationError, None, stripe.Balance.retrieve)
        stripe.api_key = "sk_test_halfway0123"
        self.want("a key of one's own", stripe.Account.retrieve().object, "account")
        stripe.api_key = self.sandbox.key("aurelia")

    def paying(self):
        paid = self.pay(metadata={"booking": "b-1"}, expand=["latest_charge.balance_transaction"])
        self.want("paid", paid.status, "succeeded")
        moved = paid.latest_charge.balance_transaction
        self.want("net", moved.net, 12900 - moved.fee)
        self.want("metadata", paid.metadata["booking"], "b-1")
        found = stripe.PaymentIntent.search(query="metadata['booking']:'b-1'")
        self.want("found", [one.id for one in found.data], [paid.id])
        self.refused("too little", stripe.InvalidRequestError, "amount_too_small", lambda: self.pay(10))
        self.refused("unknown", stripe.InvalidRequestError, "resource_missing",
                     lambda: stripe.PaymentIntent.retrieve("pi_nobodys"))
        stripe.api_key = "sk_test_halfway0123"
        self.refused("another's", stripe.InvalidRequestError, "resource_missing",
                     lambda: stripe.PaymentIntent.retrieve(paid.id))
        stripe.api_key = self.sandbox.key("aurelia")

    def declines(self):
        error = self.refused("declined", stripe.CardError, "card_declined",
                             lambda: self.pay(card="pm_card_visa_chargeDeclinedInsufficientFunds"))
        self.want("decline code", error.error.decline_code, "insufficient_funds")
        intent = stripe.PaymentIntent.retrieve(error.error.payment_intent["id"])
        self.want("after a decline", intent.status, "requires_payment_method")
        self.want("paid after it", stripe.PaymentIntent.confirm(
            intent.id, payment_method="pm_card_visa").status, "succeeded")

    def challenge(self):
        for outcome, status in (("complete", "succeeded"), ("fail", "requires_payment_method")):
            intent = stripe.PaymentIntent.create(
                amount=5000, currency="eur", payment_method="pm_card_threeDSecure2Required", confirm=True,
                return_url=BACK)
            self.want("asked", intent.status, "requires_action")
            page = intent.next_action.redirect_to_url.url
            place = post_form(page, {"outcome": outcome})
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(place).query)
            self.want("led back", place.startswith(f"{BACK}?payment_intent={intent.id}&"))
            self.want("told", query["redirect_status"], ["succeeded" if outcome == "complete" else "failed"])
            self.want(outcome, stripe.PaymentIntent.retrieve(intent.id).status, status)
        intent = stripe.PaymentIntent.create(amount=5000, currency="jpy")
        place = post_form(
            f"{stripe.api_base}/pay/{intent.client_secret}?lang=ja&return_url={urllib.parse.quote(BACK, '')}",
            {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "山田"})
        self.want("typed in", place.endswith("redirect_status=succeeded"))

    def capture(self):
        held = self.pay(10000, capture_method="manual")
        self.want("held", (held.status, held.amount_capturable), ("requires_capture", 10000))
        self.refused("too much", stripe.InvalidRequestError, "amount_too_large",
                     lambda: stripe.PaymentIntent.capture(held.id, amount_to_capture=10001))
        taken = stripe.PaymentIntent.capture(held.id, amount_to_capture=7500)
        self.want("captured", (taken.status, taken.amount_received), ("succeeded", 7500))
        self.refused("twice", stripe.InvalidRequestError, "payment_intent_unexpected_state",
                     lambda: stripe.PaymentIntent.capture(held.id))
        free = self.pay(10000, capture_method="manual")
        self.want("let go", stripe.PaymentIntent.cancel(free.id).status, "canceled")

    def refunds(self):
        paid = self.pay(10000)
        part = stripe.Refund.create(payment_intent=paid.id, amount=4000, reason="requested_by_customer")
        self.want("in part", (part.status, part.amount), ("succeeded", 4000))
        self.refused("more than is left", stripe.InvalidRequestError, None,
                     lambda: stripe.Refund.create(payment_intent=paid.id, amount=6001))
        self.want("the rest", stripe.Refund.create(payment_intent=paid.id).amount, 6000)
        self.refused("again", stripe.InvalidRequestError, "charge_already_refunded",
                     lambda: stripe.Refund.create(payment_intent=paid.id))

    def idempotency(self):
        before = len(stripe.PaymentIntent.list(limit=100).data)
        one = self.pay(idempotency_key="check-1")
        two = self.pay(idempotency_key="check-1")
        self.want("the same bytes", one.last_response.body, two.last_response.body)
        self.want("said so", two.last_response.headers["idempotent-replayed"], "true")
        self.refused("another request", stripe.IdempotencyError, None, lambda: self.pay(5000, idempotency_key="check-1"))
        for fault in ({"effect": "drop", "when": "after"}, {"effect": "status", "status": 500, "when": "before"},
                      {"effect": "status", "status": 429}):
            self.sandbox.control("POST", "faults", fault | {"path": "/v1/payment_intents"})
            stripe.max_network_retries = 3
            # The client tries again by itself, under a key of its own making.
            self.want(f"in spite of {fault}", self.pay().status, "succeeded")
            stripe.max_network_retries = 0
        self.want("one each", len(stripe.PaymentIntent.list(limit=100).data), before + 4)

    def saved(self):
        customer = stripe.Customer.create(email="ada@example.com")
        setup = stripe.SetupIntent.create(
            customer=customer.id, payment_method="pm_card_visa", confirm=True, usage="off_session",
            automatic_payment_methods=NO_REDIRECTS)
        self.want("set up", setup.status, "succeeded")
        methods = stripe.Customer.list_payment_methods(customer.id, type="card")
        self.want("saved", [one.id for one in methods.data], [setup.payment_method])
        paid = self.pay(customer=customer.id, card=setup.payment_method, off_session=True)
        self.want("without its holder", paid.status, "succeeded")
        self.refused("that wants its holder", stripe.CardError, "authentication_required",
                     lambda: self.pay(card="pm_card_authenticationRequired", off_session=True))
        stripe.PaymentMethod.detach(setup.payment_method)
        self.want("let go", stripe.Customer.list_payment_methods(customer.id).data, [])

    def disputes(self):
        paid = self.pay(card="pm_card_createDispute")
        dispute = stripe.Dispute.list(payment_intent=paid.id).data[0]
        self.want("disputed", dispute.status, "needs_response")
        self.refused("a refund meanwhile", stripe.InvalidRequestError, "charge_disputed",
                     lambda: stripe.Refund.create(payment_intent=paid.id))
        won = stripe.Dispute.modify(dispute.id, evidence={"uncategorized_text": "winning_evidence"})
        self.want("won", won.status, "won")

    def events(self):
        with endpoint() as (url, letters):
            hook = stripe.WebhookEndpoint.create(url=url, enabled_events=["payment_intent.succeeded", "charge.refunded"])
            paid = self.pay()
            stripe.Refund.create(payment_intent=paid.id)
            self.want("delivered", wait(lambda: len(letters) == 2))
            events = [stripe.Webhook.construct_event(body, signature, hook.secret) for body, signature in letters]
            self.want("in order", [event.type for event in events], ["payment_intent.succeeded", "charge.refunded"])
            self.want("of the payment", events[0].data.object.id, paid.id)
            body, signature = letters[0]
            for what, forged, signed, secret in (
                    ("another body", body.replace(b"12900", b"12901"), signature, hook.secret),
                    ("another secret", body, signature, "whsec_other"), ("no signature", body, "t=1,v1=00", hook.secret)):
                self.steps += 1
                with contextlib.suppress(stripe.SignatureVerificationError):
                    stripe.Webhook.construct_event(forged, signed, secret)
                    self.faults.append(f"an event with {what} is taken")
            self.sandbox.control("POST", "event_rules", {"action": "lose", "count": 1})
            self.sandbox.control("POST", "event_rules", {"action": "double", "count": 1})
            lost, doubled = self.pay(), self.pay()
            self.want("lost and doubled", wait(lambda: len(letters) == 4))
            ids = [stripe.Webhook.construct_event(*letter, hook.secret).data.object.id for letter in letters[2:]]
            self.want("twice the same", ids, [doubled.id, doubled.id])
            self.want("known all the same", lost.id in [
                event.data.object.id for event in stripe.Event.list(type="payment_intent.succeeded", limit=5).data])
            stripe.WebhookEndpoint.delete(hook.id)

    def connect(self):
        account = stripe.Account.create(type="express", country="DE", capabilities={"transfers": {"requested": True}})
        self.want("not yet", account.payouts_enabled, False)
        link = stripe.AccountLink.create(
            account=account.id, type="account_onboarding", return_url=BACK, refresh_url=BACK)
        self.want("onboarded", post_form(link.url, {}), BACK)
        self.want("enabled", stripe.Account.retrieve(account.id).payouts_enabled)
        self.pay(50000, card="pm_card_bypassPending")
        sent = stripe.Transfer.create(amount=20000, currency="eur", destination=account.id)
        self.want("there", stripe.Balance.retrieve(stripe_account=account.id).available[0].amount, 20000)
        self.refused("too much", stripe.InvalidRequestError, "balance_insufficient",
                     lambda: stripe.Transfer.create(amount=10**7, currency="eur", destination=account.id))
        stripe.Transfer.create_reversal(sent.id, amount=5000)
        self.refused("more than is left", stripe.InvalidRequestError, None,
                     lambda: stripe.Transfer.create_reversal(sent.id, amount=15001))
        self.want("taken back", stripe.Transfer.retrieve(sent.id).amount_reversed, 5000)
        for outcome in ("paid", "failed"):
            payout = stripe.Payout.create(amount=5000, currency="eur", stripe_account=account.id)
            self.sandbox.control("POST", f"payouts/{payout.id}", {"outcome": outcome})
            self.want(outcome, stripe.Payout.retrieve(payout.id, stripe_account=account.id).status, outcome)
        self.want("left", stripe.Balance.retrieve(stripe_account=account.id).available[0].amount, 10000)

    def lists(self):
        stripe.api_key = "sk_test_halfway0123"
        made = [stripe.PaymentIntent.create(amount=5000 + one, currency="eur").id for one in range(INTENTS)]
        newest = [one.id for one in stripe.PaymentIntent.list(limit=7).auto_paging_iter()]
        self.want("all of them, newest first", newest, made[::-1])
        back = stripe.PaymentIntent.list(limit=7, ending_before=made[0]).auto_paging_iter()
        self.want("and back again", [one.id for one in back], made[1:])
        stripe.api_key = self.sandbox.key("aurelia")

    def killed(self):
        paid = self.pay(idempotency_key="before-the-end")
        held = self.pay(9000, capture_method="manual")
        self.sandbox.kill()
        self.sandbox.start()
        again = self.pay(idempotency_key="before-the-end")
        self.want("the same after kill -9", again.last_response.body, paid.last_response.body)
        self.want("captured after it", stripe.PaymentIntent.capture(held.id).status, "succeeded")

        seed = time.time_ns()
        faults = crashes(self.sandbox, CRASHES_LONG if self.is_long else CRASHES, seed)
        self.want(f"killed under load, seed {seed}", faults, [])

    def totals(self):
        for account in self.sandbox.control("GET", "totals")["accounts"]:
            for currency, sums in account["currencies"].items():
                self.want(f"{account['name']} in {currency}", sums["balance"], sums["expected_balance"])


def stripe_sandbox(binary, is_long):
    sandbox = Sandbox(binary)
    sandbox.start()
    try:
        faults, detail = Walk(sandbox, is_long).run()
        # The client's key and address are of the whole process, so this cannot be a check beside that one.
        if chromium.installed():
            faults += sandbox_pages(sandbox)
            detail += ", its pages in Chromium"
        return faults, detail
    finally:
        sandbox.remove()
