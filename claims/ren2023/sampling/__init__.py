"""What samples add to the population: noise that unbalances, and which half of the loss does what."""
