"""Strict reading of the small YAML of a mapping: text stays text, nothing twice, a line for every value."""

from __future__ import annotations

import re

import yaml

from ansinh.kernel.mapping.model import MappingError
from ansinh.kernel.messages import N_
from ansinh.kernel.text import clean

Plain = bool | int | str | None | list["Plain"] | dict[str, "Plain"]
_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_MOST_NODES = 20_000


class Reader:
    """One file being read; `lines` holds the line of each path such as 'columns[3].fact'."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}
        self._seen: set[int] = set()

    def read(self, text: str) -> dict[str, Plain]:
        """The file's content.

        Raises:
            MappingError: malformed, or something stands twice.
        """
        try:
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise self.error(
                "", N_("{where}: not readable as YAML: {problem}"), line=line, problem=error.problem or "?"
            ) from error
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise self.error(
                "", N_("{where}: not readable as YAML: {problem}"), problem=str(error).split("\n", 1)[0]
            ) from error
        if not isinstance(node, yaml.MappingNode):
            raise self.error("", N_("{where}: expected keys and values"))
        value = self._value(node, "")
        assert isinstance(value, dict)
        return value

    def error(self, field: str, template: str, *, line: int | None = None, **params: object) -> MappingError:
        """The error that names file, line and field."""
        found = self.lines.get(field) if line is None else line
        where = f"{self.file}:{found}" if found else self.file
        return MappingError("mapping", template, where=f"{where}: {field}" if field else where, **params)

    def _value(self, node: yaml.Node, path: str) -> Plain:
        line = node.start_mark.line + 1
        self.lines[path] = line
        if id(node) in self._seen or len(self._seen) > _MOST_NODES:
            raise self.error(path, N_("{where}: references and very long files are not read here"))
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, f"{path}[{index}]") for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return _scalar(node.value, plain=not node.style)

    def _mapping(self, node: yaml.MappingNode, path: str) -> Plain:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.error(path, N_("{where}: a key must be plain text"), line=line)
            key = clean(key_node.value)
            if key in result:
                raise self.error(path, N_("{where}: “{key}” stands twice; keep one"), line=line, key=key)
            result[key] = self._value(value_node, f"{path}.{key}" if path else key)
        return result


def _scalar(text: str, *, plain: bool) -> Plain:
    if plain and text in ("true", "false"):
        return text == "true"
    if plain and _INTEGER.fullmatch(text):
        return int(text)
    if plain and text in ("", "null", "~"):
        return None
    return clean(text)
