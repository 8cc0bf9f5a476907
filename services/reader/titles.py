"""The page's title, and the other names it goes by."""

import re

from .ledger import Ledger
from .mends import MendKind
from .spans import Span, trim

_ALSO_KNOWN_AS = re.compile(r",?\s\(?((?:aka|a\.k\.a\.|also (?:known as|called))\s)", re.IGNORECASE)
# "X aka Y Massage" means "X Massage, also known as Y Massage".
_SHARED_NOUN = re.compile(r"\s((?:massage|therapy|bodywork|treatment|technique|healing)s?)$", re.IGNORECASE)


def read_title(ledger: Ledger, span: Span) -> tuple[str, tuple[str, ...]]:
    """Return the title and its aliases, proposing to part "X aka Y"."""
    text = ledger.text
    also = _ALSO_KNOWN_AS.search(text, *span)
    if not also:
        return ledger.place(span), ()
    name = trim(text, Span(span.start, also.start()))
    alias = trim(text, Span(also.end(), span.end), ")")
    if not (name.start < name.end and alias.start < alias.end):
        return ledger.place(span), ()
    noun = _SHARED_NOUN.search(text, *alias)
    shares = noun and not _SHARED_NOUN.search(text, *name)
    parts = (name, Span(*noun.span(1))) if noun and shares else (name,)
    title = " ".join(text[slice(*part)] for part in parts)
    if ledger.propose(
        MendKind.TITLE_ALIAS,
        span,
        f"{title}; its other name: {text[slice(*alias)]}",
        "The title holds two names: one stays the title, the other becomes a name the page is also found by.",
        drops=(Span(*also.span(1)),),
    ):
        return ledger.place(*parts), (ledger.place(alias),)
    return ledger.place(span), ()
