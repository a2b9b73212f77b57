"""Content security policies: what a page may load, said in the page itself (https://www.w3.org/TR/CSP3/)."""

from __future__ import annotations

import re

PLAN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
"""For rendered plans: they have no script."""

FORM_POLICY = PLAN_POLICY.replace("form-action 'none'", "form-action mailto:")
"""For rendered plans with a form: it opens the reader's own mail program, and sends nowhere else."""

FREE_POLICY = PLAN_POLICY.replace("style-src", "script-src 'unsafe-inline'; media-src data:; style-src")
"""For pages that a model wrote whole: their own inline scripts run, and reach nothing."""

OWN_POLICIES = (PLAN_POLICY, FORM_POLICY, FREE_POLICY)

_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_HTML = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_OURS = "|".join(re.escape(policy) for policy in OWN_POLICIES)
_HAS_OURS = re.compile(
    r"\s*<!doctype html>\s*(?:<html\b[^>]*>\s*)?(?:<head>\s*)?(?:<meta charset=\"utf-8\">\s*)?"
    rf'<meta http-equiv="Content-Security-Policy" content="(?:{_OURS})">',
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)


def with_policy(html: str, policy: str = FREE_POLICY) -> str:
    """``html`` with a policy as the first thing in its head, unless one of ours stands there.

    A page may bring a policy of its own: browsers then apply both.
    """
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    if _HAS_OURS.match(html):
        return html
    for pattern in (_HEAD, _HTML, _DOCTYPE):
        if found := pattern.search(html):
            return html[: found.end()] + meta + html[found.end() :]
    return meta + html


def without_policy(html: str) -> str:
    """``html`` without a policy of ours: one file that loads nothing becomes several that load each other."""
    for policy in (PLAN_POLICY, FREE_POLICY):
        html = html.replace(f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n', "", 1)
        html = html.replace(f'<meta http-equiv="Content-Security-Policy" content="{policy}">', "", 1)
    return html
