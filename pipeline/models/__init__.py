"""Classifiers, their thresholds and calibration, and the bundles that hold them."""

import pkgutil


def names() -> list[str]:
    """The models there are: the packages in this folder."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
