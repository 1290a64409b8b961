"""`python -m cablesearch` is `cablesearch`."""

from cablesearch.cli.main import run

if __name__ == "__main__":
    run()
