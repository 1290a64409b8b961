"""cablesearch as it is, but for builds that start worker processes for however little there is to do."""

from cablesearch.cli.main import run
from cablesearch.indexing import spread

if __name__ == "__main__":
    vars(spread)["_MUCH"] = 0
    run()
