"""Experiments that settled a default: each can be run again and writes its results under ``reports/``."""
