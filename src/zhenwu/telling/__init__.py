"""How people are told: robots of WeCom and DingTalk groups with an outbox, calendar feeds, and the day's digest.

Enters: robots and their sealed addresses, messages with a key, who has asked for a feed. Leaves: requests to robots, each message once.
Knows nothing of what is told; the desk puts that together.
"""
