"""The words of township reports as data: numerals, units, hedges, indicator names, headings, verbs, names that only look like figures.

Enters: the YAML files in `data/`. Leaves: one validated, immutable `Lexicon`. Knows nothing of texts; the reader applies it.
"""

from zhenwu.lexicon.loader import lexicon
from zhenwu.lexicon.types import Indicator, Lexicon, Row, Unit

__all__ = ["Indicator", "Lexicon", "Row", "Unit", "lexicon"]
