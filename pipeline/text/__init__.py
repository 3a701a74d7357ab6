"""From a file to clean paragraphs: readers, furniture, normalisation, near-duplicates."""
