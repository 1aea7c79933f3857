"""Pictures and documents: what is accepted, and what is taken out of them."""
