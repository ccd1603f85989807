"""NexaLayer: an API that sells proxy sessions to agents."""
