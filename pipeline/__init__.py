"""regact: labels the paragraphs of documents about AI and technology regulation."""

__version__ = "0.1.0"
