"""HydraCore: the smoke router, which runs throw-away VPS agents for CI."""
