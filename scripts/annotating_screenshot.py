"""Draws docs/images/annotating.svg, the screen of `regact annotate`, with the trained model and a document of ours.

Usage: python scripts/annotating_screenshot.py [MODEL_FOLDER]
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from pipeline.annotator.app import AnnotateApp
from pipeline.annotator.session import Session
from pipeline.annotator.suggestions import Suggestions
from pipeline.annotator.tasks import from_files
from pipeline.files import write_text
from pipeline.models.bundle import read_manifest
from pipeline.stages.runner import say

DOCUMENT = Path("data/raw/a-seagate-300m.html")
OUTPUT = Path("docs/images/annotating.svg")
KEYS = ("2", "3")
# The picture names a font to fetch from elsewhere; any monospaced one will do.
WEB_FONT = re.compile(r"@font-face \{[^}]*\}\s*")


async def draw(model: Path) -> str:
    """The screen after ``KEYS``, as SVG."""
    tasks = from_files([DOCUMENT], say, lambda _, error: sys.exit(str(error)))
    with tempfile.TemporaryDirectory() as folder:
        session = Session(tasks, read_manifest(model).labels, Path(folder), "jo")
        app = AnnotateApp(session, Suggestions(model), "")
        async with app.run_test(size=(80, 24)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press(*KEYS)
            await pilot.pause()
            return WEB_FONT.sub("", app.export_screenshot(simplify=True))


if __name__ == "__main__":
    write_text(OUTPUT, asyncio.run(draw(Path(sys.argv[1] if len(sys.argv) > 1 else "models/tfidf"))))
