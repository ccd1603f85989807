"""Server-sent events, as the WHATWG standard has them: what a stream sent, when, how it ended."""
