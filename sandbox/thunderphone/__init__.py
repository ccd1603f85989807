"""ThunderPhone: an API that lets a test bot talk to voice agents, and grades the calls."""
