"""`python -m theoremcheck` is `theoremcheck`."""

from theoremcheck.command_line.main import main

if __name__ == "__main__":
    main()
