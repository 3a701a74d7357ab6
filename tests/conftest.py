import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The folder of a tiny transformer to fine-tune."""
    import tiny_bert

    return tiny_bert.make(tmp_path_factory.mktemp("base"))
