"""The `qa-bot` command, one module a command group."""
