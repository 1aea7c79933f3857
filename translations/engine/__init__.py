"""Translation logic without user interface: segments, status, review, release."""
