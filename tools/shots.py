"""`python -m tools.shots`: photographs every page at both widths and contrasts, and fails where something is wrong.

The pages and who looks at them are declared in tests/pages/routes.py; the pictures lie in build/shots.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

ROOT: Final = Path(__file__).parents[1]
SHOTS: Final = "ANSINH_SHOTS"
AXE: Final = ROOT / "tests/pages/axe.min.js"
WIDTHS: Final = (1280, 360)
HEIGHT: Final = 800
SERIOUS: Final = {"serious", "critical"}

# What a reader cannot read: boxes that hide part of their words, and boxes that stick out where nothing scrolls.
CLIPPED: Final = """
() => {
  const found = [];
  const wide = document.documentElement.clientWidth;
  const scrolls = (box) => { for (let up = box; up; up = up.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) { return true; } } return false; };
  for (const box of document.querySelectorAll('body *')) {
    if (box.closest('.visually-hidden, .skip, svg, script, select, option') || !box.checkVisibility()) { continue; }
    const words = [...box.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(box), place = box.getBoundingClientRect();
    const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    const name = `${box.tagName.toLowerCase()}.${box.className} "${box.textContent.trim().slice(0, 40)}"`;
    if (words && hides && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 2)) {
      found.push(`clipped: ${name}`);
    }
    if (words && place.width && (place.right > wide + 1 || place.left < -1) && !scrolls(box)) {
      found.push(`sticks out: ${name}`);
    }
  }
  return found;
}
"""


class Looked(Protocol):
    """What is used of Playwright's page."""

    def evaluate(self, expression: str, arg: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at. `contrast`: '' or 'more'."""

    width: int
    contrast: str

    @property
    def judged(self) -> bool:
        """Whether axe looks too: it is slow, and once at each width and once in each contrast shows all it can find."""
        return (self.width == WIDTHS[0]) == (self.contrast == "")

    @property
    def name(self) -> str:
        return f"{self.width}-{'high' if self.contrast else 'normal'}"


VIEWS: Final = tuple(View(width, contrast) for width in WIDTHS for contrast in ("", "more"))


def faults(page: Looked) -> Iterator[str]:
    """What is wrong with the page as it is drawn now: too wide, or with hidden words."""
    whole, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if whole > seen:
        yield f"scrolls sideways: {whole} px of {seen}"
    yield from page.evaluate(CLIPPED)


def barriers(page: Looked) -> Iterator[str]:
    """What keeps somebody out who reads otherwise: the serious findings of axe."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    for violation in found["violations"]:
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"]:
                yield f"axe {violation['impact']} {violation['id']}: {' '.join(map(str, node['target']))}"


def main() -> int:
    """Photograph everything; the tests of the pages are the checks."""
    folder = ROOT / "build/shots"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/pages"], cwd=ROOT, env={**os.environ, SHOTS: str(folder)},
        check=False,
    )  # fmt: skip
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
