"""Full-text search over diplomatic cables: ranked, faceted, citable paragraphs."""

__version__ = "0.1.0"
