"""The door for pytest: options and hooks (`hooks`), claims as items, which worker runs which claim (`scheduling`)."""
