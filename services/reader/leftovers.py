"""Lines that site builders add and nobody wrote."""

import re

from .ledger import Ledger
from .mends import MendKind
from .spans import Span

_LEFTOVERS = frozenset(
    """
    top of page; bottom of page; back to top; scroll to top; to top; skip to main content; skip to content;
    skip navigation; skip to navigation; use tab to navigate through the menu items; read more; learn more; show more;
    show less; see more; see all; view all; more; menu; open menu; close menu; toggle navigation; main menu; home;
    log in; login; log out; sign in; sign up; sign up now; register; search; search site; cart; cart 0; my account;
    subscribe; submit; send; share; tweet; like; follow us; click here; next; previous; prev; close; loading;
    accept all cookies; accept cookies; accept; decline; cookie settings; this site uses cookies; book now; book online;
    contact us; about us; contact; about; blog; page updated; edit page; print this page; leave a comment
    """.replace("\n", " ").split(";")
)
_NAMES = frozenset(" ".join(name.split()) for name in _LEFTOVERS)
_BUILDERS = r"(?:wix|squarespace|weebly|wordpress|godaddy|shopify|webflow|vistaprint|duda|jimdo|site123)"
_MADE_WITH = re.compile(
    rf"(?:proudly |website )?(?:powered|created|built|made|designed)(?: and secured)? (?:by|with|using|on) {_BUILDERS}"
    r"(?:\.com)?",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_LONGEST = 80


def is_leftover(ledger: Ledger, line: Span) -> bool:
    """Return whether a line is a builder's leftover, proposing to drop it; refused, it is nobody's and not placed."""
    if line.end - line.start > _LONGEST:
        return False
    shown = _LINK.sub(r"\1", ledger.text[line.start : line.end])
    words = " ".join(re.findall(r"[\w.]+", shown)).casefold().strip(".")
    if words not in _NAMES and not _MADE_WITH.fullmatch(words):
        return False
    reason = "A site builder adds this line; it is not part of the clinic's own words."
    ledger.propose(MendKind.LEFTOVER, line, "", reason, drops=(line,))
    return True
