"""What pytest leaves alone here: modules without tests that need libraries which may be missing."""

collect_ignore_glob = ["peers/bare_*.py", "minimal/*.py"]
