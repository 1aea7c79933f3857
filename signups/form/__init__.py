"""What a form asks: blocks, questions, and the form that visitors fill in."""
