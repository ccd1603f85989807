"""The local stand-in for the APIs under test: one process, one SQLite file, real HTTP."""
