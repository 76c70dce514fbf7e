"""The sandbox killed at any moment while payments come in: each key's payment is there once, and its answer never changes."""

import concurrent.futures
import random
import threading
import time
import uuid

import stripe

HANDS = 4
KEYS = 60
AMOUNT = 5000


def crashes(sandbox, rounds, seed):
    """Faults; a failing run can be had again by its seed, as far as two processes can."""
    chance, faults = random.Random(seed), []
    for turn in range(rounds):
        keys = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(KEYS)]
        answers, lock = {}, threading.Lock()

        def pay(key):
            try:
                paid = stripe.PaymentIntent.create(
                    amount=AMOUNT, currency="eur", payment_method="pm_card_visa", confirm=True, idempotency_key=key,
                    metadata={"key": key}, automatic_payment_methods={"enabled": True, "allow_redirects": "never"})
            except stripe.StripeError:
                return
            with lock:
                if answers.setdefault(key, paid.last_response.body) != paid.last_response.body:
                    faults.append(f"{turn}: {key} was answered otherwise")

        with concurrent.futures.ThreadPoolExecutor(HANDS) as pool:
            waiting = [pool.submit(pay, key) for key in keys]
            time.sleep(chance.uniform(0.02, 0.25))
            sandbox.kill()
            for one in waiting:
                one.result()
        sandbox.start()
        for key in keys:
            pay(key)
        listed = [one.to_dict()["metadata"].get("key") for one in stripe.PaymentIntent.list(limit=100).auto_paging_iter()]
        made = [key for key in listed if key in keys]
        if sorted(made) != sorted(keys):
            faults.append(f"{turn}: {len(made)} payments of {len(set(made))} keys, not {len(keys)}")
    return faults
