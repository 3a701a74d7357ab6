"""``params.yaml`` as typed, strict, frozen objects."""

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from msgspec import Meta, Struct

from pipeline import yaml12
from pipeline.errors import RegactError, at
from pipeline.files import read_bytes
from pipeline.models import names

T = TypeVar("T")

PATH = Path("params.yaml")

Share = Annotated[float, Meta(gt=0, lt=1)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
LabelName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class SplitParams(Struct, frozen=True, forbid_unknown_fields=True):
    """How documents are dealt to train, validation and test."""

    train: Share = 0.70
    validation: Share = 0.15
    test: Share = 0.15
    salt: str = ""
    near_duplicate: Share = 0.6
    min_positives: Annotated[int, Meta(ge=1)] = 20

    def __post_init__(self) -> None:
        """Shares that do not add up are a mistake, not something to rescale silently."""
        if abs(self.train + self.validation + self.test - 1) > 1e-6:
            raise ValueError("`train`, `validation` and `test` must add up to 1")


class LabelParams(Struct, frozen=True, forbid_unknown_fields=True):
    """How annotations and weak labels become training data."""

    weak: bool = True
    min_confidence: Fraction = 0.7
    max_unmatched: Fraction = 0.02


class EvaluateParams(Struct, frozen=True, forbid_unknown_fields=True):
    """How uncertainty is measured."""

    resamples: Annotated[int, Meta(ge=100, le=100_000)] = 1000
    confidence: Annotated[float, Meta(ge=0.5, lt=1)] = 0.95


class BehaviourParams(Struct, frozen=True, forbid_unknown_fields=True):
    """How behavioural tests are run, and what a model may do at most."""

    sample: Annotated[int, Meta(ge=1)] = 200
    max_changed: Fraction = 0.05
    max_lost: Fraction = 0.03
    min_followed: Fraction = 0.8
    min_passed: Fraction = 0.8
    gate: dict[Name, tuple[str, ...]] = {}
    """Model that a test holds to the limits → names of what it is known to fail."""


class Params(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``params.yaml``; the sections of the models stay raw until their model reads them."""

    labels: Annotated[tuple[LabelName, ...], Meta(min_length=1)]
    models: Annotated[tuple[Name, ...], Meta(min_length=1)]
    seed: Annotated[int, Meta(ge=0, lt=2**32)]
    split: SplitParams
    label: LabelParams
    evaluate: EvaluateParams
    behaviour: BehaviourParams = BehaviourParams()
    sections: dict[str, dict[str, Any]] = {}
    """Model name → its section, validated by :func:`section`."""

    def __post_init__(self) -> None:
        """Names that stand twice would silently overwrite each other; a model needs its code."""
        if "none" in self.labels:
            raise ValueError("`labels` names `none`, which stands for a paragraph without labels")
        for field in ("labels", "models"):
            chosen = getattr(self, field)
            if len(set(chosen)) < len(chosen):
                raise ValueError(f"`{field}` names something twice")
        unknown = [name for name in self.models if name not in names()]
        if unknown:
            raise ValueError(f"there is no model `{unknown[0]}` in pipeline/models, only {', '.join(names())}")


def load(path: Path = PATH) -> Params:
    """Read and check ``params.yaml``.

    Raises:
        RegactError: not YAML, or a parameter that is missing, misspelt or out of range.
    """
    raw = _mapping(path)
    sections = {name: raw.pop(name) or {} for name in names() if name in raw}
    for name, value in sections.items():
        if not isinstance(value, dict):
            raise RegactError(f"{at(path, _line(path, [name]))}: `{name}` must be a mapping of parameters; correct it")
    if "sections" in raw:
        raise RegactError(f"{at(path, _line(path, ['sections']))}: unknown parameter `sections`; remove it")
    return _convert(path, raw | {"sections": sections}, Params, [])


def section(params: Params, name: str, type_: type[T], path: Path = PATH) -> T:
    """The section of model ``name`` as the model's own parameter type.

    Raises:
        RegactError: a parameter that is misspelt or out of range.
    """
    return _convert(path, params.sections.get(name, {}), type_, [name])


def _mapping(path: Path) -> dict[str, Any]:
    try:
        raw = yaml12.load(read_bytes(path, "run in the folder that holds params.yaml"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise RegactError(f"{at(path, line)}: not valid YAML: {error.problem}; mend the line") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RegactError(f"{path}: not valid YAML: {str(error).splitlines()[0]}; mend the file") from None
    if not isinstance(raw, dict):
        raise RegactError(f"{path}: must be a mapping of parameters; see the comments in the shipped params.yaml")
    return raw


def _convert(path: Path, raw: Any, type_: type[T], prefix: list[str]) -> T:
    try:
        return msgspec.convert(raw, type_)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        keys = prefix + re.findall(r"[\w-]+", where.split("[")[0])
        unknown = re.search(r"unknown field `(.+)`", message)
        if unknown:
            message = f"unknown parameter `{unknown[1]}`{_suggestion(unknown[1], type_, keys[len(prefix) :])}"
            keys.append(unknown[1])
        name = ".".join(keys)
        remedy = "correct it" if unknown else f"correct `{name}`" if name else "correct it"
        raise RegactError(f"{at(path, _line(path, keys))}: {message}; {remedy}") from None


def _suggestion(name: str, type_: Any, keys: list[str]) -> str:
    for key in keys:
        type_ = getattr(type_, "__annotations__", {}).get(key, type_)
    close = difflib.get_close_matches(name, getattr(type_, "__struct_fields__", ()), n=1)
    return f", did you mean `{close[0]}`?" if close else ""


def _line(path: Path, keys: list[str]) -> int | None:
    """The line on which the deepest of the nested ``keys`` stands."""
    node, line = yaml.compose(path.read_bytes(), Loader=yaml.SafeLoader), None
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == key:
                node, line = value, name.start_mark.line + 1
                break
        else:
            break
    return line
