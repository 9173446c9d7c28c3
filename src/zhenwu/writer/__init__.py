"""Figures go out on paper: Word documents, spreadsheets, marked HTML.

In: bytes of a document, places in its text, texts and traces; out: bytes or HTML. It asks no database what
a number is: whoever calls brings every number with its trace. It may know the kernel and the lexicon, never
the reader.
"""
