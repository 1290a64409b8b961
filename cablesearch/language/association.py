"""How strongly two things go together, by NLTK's measures of association."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Association(Struct, frozen=True, kw_only=True):
    """What there would be by chance; Dunning's log-likelihood ratio; pointwise mutual information, in bits."""

    expected: float
    log_likelihood: float
    pmi: float


def associations(
    seen: Iterable[tuple[int, int]], here: int, everywhere: int
) -> Iterator[Association]:
    """For each thing how strongly it goes with a place. `seen` is how often it stands here and how often anywhere,
    `here` and `everywhere` how often anything does."""
    from nltk.metrics.association import BigramAssocMeasures

    for count, total in seen:
        yield Association(
            expected=here * total / everywhere,
            log_likelihood=BigramAssocMeasures.likelihood_ratio(count, (here, total), everywhere),
            pmi=BigramAssocMeasures.pmi(count, (here, total), everywhere),
        )
