"""What a form asks: blocks, questions, and the form that a visitor fills in."""
