"""Words that must not be in the project: registry hosts, paths of one machine, talk of anything but the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.tree import Fault, files, name

# Each is written with one letter in brackets, so that this file does not hold what it looks for.
HOSTS = (
    r"pyp[i]\.org", r"pythonhoste[d]\.org", r"npmj[s]\.(org|com)", r"yarnpk[g]\.com", r"deb\.debia[n]\.org",
    r"repo1?\.mave[n]", r"crates\.i[o]", r"proxy\.golan[g]\.org", r"rubygem[s]\.org",
)  # fmt: skip
PLACES = (r"/wor[k]/", r"/far[m]/", r"/roo[t]/", r"/hom[e]/\w+/", r"/User[s]/\w+/", r"/tm[p]/\w")
TALK = (
    r"\bclaud[e]\b", r"\bsubagen[t]", r"\bai agen[t]", r"\blanguage mode[l]", r"\bdeveloper sessio[n]",
    r"\bcoding sessio[n]", r"\bchatgp[t]\b", r"\bcopilo[t]\b", r"\bai[- ]generate[d]\b",
)  # fmt: skip
EXACT = re.compile("|".join((*HOSTS, *PLACES)))
FOLDED = re.compile("|".join(TALK), re.IGNORECASE)


def faults(root: Path) -> Iterator[Fault]:
    """Every line below `root` that names what it must not."""
    for path in files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = EXACT.search(line) or FOLDED.search(line)
            if found:
                yield Fault(name(root, path), number, f"{found.group()!r} does not belong into the project")
