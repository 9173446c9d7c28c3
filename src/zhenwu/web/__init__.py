"""The pages: parse, call one action or query, render.

In: HTTP requests of signed-in people, and of outsiders for the public pages. Out: whole pages, or the part that htmx asks for.
May not know: SQL, the other doors, who else renders what. docs/kit.md lists what pages are made of.
"""
