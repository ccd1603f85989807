"""How requests prove who makes them, as a target file says it for each API."""
