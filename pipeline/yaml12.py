"""A safe YAML loader that reads plain scalars as YAML 1.2 does.

PyYAML follows YAML 1.1, in which ``off``, ``no`` and ``on`` are booleans and ``1e-4`` is a string. DVC writes
``params.yaml`` by YAML 1.2, and people mean the words they write: a label may be called ``no``.
"""

import re
from typing import Any

import yaml

_REPLACED = {
    "tag:yaml.org,2002:bool": (r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    "tag:yaml.org,2002:float": (
        r"[-+]?(?:(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))\Z|\.(?:nan|NaN|NAN)\Z",
        "-+.0123456789",
    ),
}


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the booleans and floats of YAML 1.2."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _REPLACED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, (_pattern, _first) in _REPLACED.items():
    Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def load(text: bytes | str) -> Any:
    """The value that ``text`` describes.

    Raises:
        yaml.YAMLError: not YAML, or a tag that is not a plain value.
    """
    loader = Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
