"""The commands: a module here that holds a click command named `command` is a command of its own name."""
