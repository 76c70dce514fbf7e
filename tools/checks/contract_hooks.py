"""Loaded into Schemathesis: what it may take for accepted nonsense and is none."""

import re

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData

WITHOUT_CREDENTIAL = ("IgnoredAuth", "MissingHeaderNotRejected")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """As in forms, an empty value in a query stands for a field that was left out. And whoever has asked too often is
    told that first, signed in or not."""
    if type(failure).__name__ in WITHOUT_CREDENTIAL and re.search(r"\b429\b", failure.message):
        return False
    if not isinstance(failure, AcceptedNegativeData):
        return True
    return "" not in (case.query or {}).values()
