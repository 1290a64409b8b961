"""Words of English that say nothing of what a text is about, as text.py gives words: "don't" is don and t."""

from __future__ import annotations

from typing import Final

STOP_WORDS: Final = frozenset([
    "a", "about", "above", "after", "again", "against", "all", "also", "although", "am", "among", "an", "and", "any",
    "are", "aren", "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by",
    "can", "cannot", "could", "couldn", "did", "didn", "do", "does", "doesn", "doing", "don", "down", "during", "each",
    "either", "etc", "even", "ever", "every", "few", "for", "from", "further", "had", "hadn", "has", "hasn", "have",
    "haven", "having", "he", "hence", "her", "here", "hers", "herself", "him", "himself", "his", "how", "however", "i",
    "if", "in", "into", "is", "isn", "it", "its", "itself", "just", "ll", "may", "me", "might", "more", "most", "much",
    "must", "my", "myself", "neither", "no", "nor", "not", "now", "of", "off", "on", "once", "only", "onto", "or",
    "other", "our", "ours", "ourselves", "out", "over", "own", "per", "re", "same", "shall", "she", "should",
    "shouldn", "since", "so", "some", "still", "such", "than", "that", "the", "their", "theirs", "them", "themselves",
    "then", "there", "therefore", "these", "they", "this", "those", "though", "through", "thus", "to", "too", "toward",
    "towards", "under", "until", "up", "upon", "us", "ve", "very", "was", "wasn", "we", "were", "weren", "what", "when",
    "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "won",
    "would", "wouldn", "yet", "you", "your", "yours", "yourself",
])  # fmt: skip


def is_stop_word(word: str) -> bool:
    """Whether it is one of these, or a single letter, which is left of "U.S." and "G/TIP".

    >>> is_stop_word("with"), is_stop_word("u"), is_stop_word("shelter")
    (True, True, False)
    """
    return word in STOP_WORDS or (len(word) == 1 and word.isalpha())
