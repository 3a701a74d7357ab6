"""The annotator in the terminal: what is to be annotated, the session of an annotator, and the screen above them."""
