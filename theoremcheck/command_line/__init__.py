"""The command line: `theoremcheck COMMAND`, one module a command in `commands`."""
