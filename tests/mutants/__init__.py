"""Does the suite notice when publishing is broken? Hand-made mutants of its code, each to be killed by a test."""
