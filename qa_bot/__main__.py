"""`python -m qa_bot` is the `qa-bot` command."""

from qa_bot.cli.app import main

if __name__ == "__main__":
    main()
