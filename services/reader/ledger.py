"""The ledger: where each word of the source went, so that none can be lost."""

import re
from bisect import bisect_left, insort

from .mends import Mend, MendKind, mend_key
from .spans import WORD, Span

# Markdown emphasis at the edge of a word. Anywhere else the marks stay: taking them out could join two words.
_EMPHASIS = re.compile(r"(?:^|(?<=[\s(\"“]))[*_]{1,3}(?=\w)|(?<=[\w.!?:;,)])[*_]{1,3}(?=[\s.,:;!?)\"”]|$)")
_SPACE = re.compile(r"\s+")


class Ledger:
    """Account for the words of one text.

    Text reaches a page only through `place`, and words leave it only through an accepted mend. Whatever neither took
    is `not_placed`.
    """

    def __init__(self, text: str, accepted: frozenset[str] | None) -> None:
        """Open a ledger on `text`; `accepted` holds the keys of accepted mends, or is None to accept all."""
        self.text = text
        self._accepted = accepted
        self._mends: list[Mend] = []
        self._edits: list[tuple[Span, str]] = []
        self._accounted: list[Span] = []

    def propose(
        self,
        kind: MendKind,
        span: Span,
        after: str,
        reason: str,
        *,
        drops: tuple[Span, ...] = (),
        edits: tuple[tuple[Span, str], ...] = (),
    ) -> bool:
        """Propose a mend and return whether it is accepted.

        Only then do the spans it `drops` count as accounted for, and do its `edits` (a span and what replaces it)
        show wherever their words are placed. Edits must all be proposed, in any order, before anything is placed.
        """
        before = self.text[span.start : span.end]
        key = mend_key(kind, span.start, before)
        self._mends.append(Mend(key, kind, span.start, before, after, reason))
        accepted = self._accepted is None or key in self._accepted
        if accepted:
            self._accounted += drops
            for edit in edits:
                insort(self._edits, edit)
        return accepted

    def quote(self, *spans: Span) -> str:
        """Return the words of some spans, with accepted edits made, without placing them."""
        return " ".join(filter(None, map(self._render, spans)))

    def place(self, *spans: Span) -> str:
        """Return the words of some spans, with accepted edits made, and count them as placed."""
        self._accounted += spans
        return self.quote(*spans)

    def mends(self) -> tuple[Mend, ...]:
        """Return the mends proposed so far, in the order of the text."""
        return tuple(sorted(self._mends, key=lambda mend: (mend.start, mend.kind)))

    def not_placed(self) -> tuple[str, ...]:
        """Return the words nobody took, as the source has them: those side by side on a line together."""
        text = self.text
        accounted = sorted(self._accounted)
        runs: list[Span] = []
        taken, reached, position = False, 0, 0
        for match in WORD.finditer(text):
            start, end = match.span()
            while position < len(accounted) and accounted[position].start <= start:
                reached = max(reached, accounted[position].end)
                position += 1
            if end <= reached:
                taken = True
                continue
            if runs and not taken and "\n" not in text[runs[-1].end : start]:
                runs[-1] = Span(runs[-1].start, end)
            else:
                runs.append(Span(start, end))
            taken = False
        return tuple(text[run.start : run.end] for run in runs)

    def _render(self, span: Span) -> str:
        pieces, position = [], span.start
        index = bisect_left(self._edits, span.start, key=lambda edit: edit[0].start)
        while index < len(self._edits) and self._edits[index][0].end <= span.end:
            edited, replacement = self._edits[index]
            pieces += [self.text[position : edited.start], replacement]
            position = edited.end
            index += 1
        pieces.append(self.text[position : span.end])
        return _EMPHASIS.sub("", _SPACE.sub(" ", "".join(pieces))).strip()
