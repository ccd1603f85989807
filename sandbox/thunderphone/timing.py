"""How long everything takes, in seconds: a fraction of what it takes with real telephones."""

QUEUED = 0.1
CALL = 0.2
GRADING = 0.1

# How long a receiver may take to answer, and when it is told again.
DELIVERY = 3.0
FIRST_RETRY = 0.2
RETRY_FACTOR = 2
REDELIVERY = 0.3

# After an error that nobody foresaw.
RECOVERY = 1.0


def retry_after(attempts: int) -> float:
    """How long to wait after so many attempts in vain."""
    return float(FIRST_RETRY * RETRY_FACTOR ** (attempts - 1))
