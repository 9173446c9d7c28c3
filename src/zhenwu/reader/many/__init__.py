"""Reads many reports into tables: one row per figure, promise, section and so on, and an error row per file that cannot be read.

Enters: folders and files. Leaves: Parquet, by processes of this machine (`run`) or by Spark (`spark.run`), with the same rows.
Needs pyarrow, which the base install does not bring (`pip install zhenwu[many]`).
"""

from zhenwu.reader.many.run import MEMORY, SECONDS, Progress, Summary, run
from zhenwu.reader.many.tables import TABLES

__all__ = ["MEMORY", "SECONDS", "TABLES", "Progress", "Summary", "run"]
