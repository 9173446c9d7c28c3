"""Two reports of one town in following years: what became of each target and promise.

Enters: two readings. Leaves: a `Comparison`, one `Sequel` a promise with both passages, the numbers beside each other, the words that
decided and the rule's name. Works by what passages are about, unit, names and stages, by an index of pairs of characters, so that
the work grows with the promises and not with their square. A weak match is never an outcome: it is offered as `possibly`.
"""

from zhenwu.reader.compare.comparing import compare
from zhenwu.reader.compare.output import jsonl, table
from zhenwu.reader.compare.shapes import Change, Comparison, Held, Outcome, Place, Sequel

__all__ = ["Change", "Comparison", "Held", "Outcome", "Place", "Sequel", "compare", "jsonl", "table"]
