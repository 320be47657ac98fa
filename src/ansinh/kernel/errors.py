"""The house's own errors: each has a code and a sentence that is shown in the reader's language."""

from __future__ import annotations


class AnSinhError(Exception):
    """Root of the tree. `template` is an English sentence with `{places}`; translate it, then fill in `params`."""

    def __init__(self, code: str, template: str, **params: object) -> None:
        self.code = code
        self.template = template
        self.params = params
        super().__init__(template.format(**params))
