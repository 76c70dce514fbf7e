"""Loaded into Schemathesis by `roles.py`, which says in `CHECKS_ROLE` who it is to be and on which face of the site."""

import json
import os

import schemathesis

import contract_hooks  # registers itself
from role_pages import PagesRun
from role_run import Run

told = json.loads(os.environ["CHECKS_ROLE"])
run = (PagesRun if told["face"] == "pages" else Run)(told)


@schemathesis.auth(refresh_interval=None)
class SignedIn:
    def get(self, case, context):
        return run.who(context.operation.label).good_token()

    def set(self, case, data, context):
        # Who has run out of spares goes on without: documented as 401, and counted.
        if data:
            run.show(case, data)


@schemathesis.hook
def before_call(context, case, kwargs):
    run.before(case)


@schemathesis.hook
def after_call(context, case, response):
    run.after(case, response)
    run.write()
