"""The gap at a random start: how fast it moves, and the lemmas on softmax means behind it."""
