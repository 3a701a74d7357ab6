"""Metrics, their uncertainty, comparisons and reports."""
