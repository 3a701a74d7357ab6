"""Classifiers, their thresholds and calibration, and the bundles that hold them."""
