"""Draw cut paper (papel picado). Plain Python, without Django."""
