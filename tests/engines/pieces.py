"""What datatrove's workers import by its name: words for its MinHash, without anybody's data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datatrove.utils.word_tokenizers import WordTokenizer


class Words(WordTokenizer):
    """Words as stretches of letters and digits."""

    def word_tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text)

    def sent_tokenize(self, text: str) -> list[str]:
        return [text]

    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]:
        yield 0, len(text)
