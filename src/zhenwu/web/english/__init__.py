"""English of what is not in the message catalogue: names of the standard catalogue, and what rooms say in Chinese.

Rooms below the doors speak Chinese, and rows, kept results and stored faults hold what they said. One place puts it into English, on
the way out: `page.english` goes over the page's words and leaves alone what is marked `lang="zh"`, which people typed.
"""
