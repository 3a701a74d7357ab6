"""Commands of ``regact``, one module each; heavy imports are inside the functions."""
