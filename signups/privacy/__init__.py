"""What keeps answers and addresses secret: keys, sealed boxes, tokens."""
