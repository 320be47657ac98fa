"""Strict reading of YAML: no floats, no duplicate keys, no surprises in codes, NFC text, and a line for every value."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import yaml

from lawengine.document import Document, Path, Plain
from lawengine.errors import N_, LawFileError

_INT = re.compile(r"-?(0|[1-9][0-9_]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLOAT = re.compile(
    r"[-+]?(\d[\d_]*)?\.\d+([eE][-+]?\d+)?|[-+]?\d[\d_]*(\.\d*)?[eE][-+]?\d+|[-+]?\d[\d_]*\.|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)
_ODD_NUMBER = re.compile(r"[-+]?0[0-9_xob][0-9a-fA-F_]*|\+\d+")
_WORDS_OF_YAML = {"yes", "no", "on", "off", "y", "n", "null", "~", ""}


def read_yaml(text: str, file: str) -> Document:
    """Read one file of law.

    Args:
        text: the file's content. file: its name, for errors.

    Raises:
        LawFileError: the YAML is malformed, or holds what a file of law may not hold.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise LawFileError(file, line, N_("not readable as YAML: {problem}"), problem=error.problem or "?") from error
    except yaml.YAMLError as error:
        raise LawFileError(file, 0, N_("not readable as YAML: {problem}"), problem=str(error).split("\n")[0]) from error
    if not isinstance(node, yaml.MappingNode):
        raise LawFileError(file, 1, N_("a file of law is a mapping of keys to values"))
    document = Document(file, {})
    value = _read(node, (), document)
    assert isinstance(value, dict)
    document.value = value
    return document


def _read(node: yaml.Node, path: Path, document: Document) -> Plain:
    line = node.start_mark.line + 1
    document.lines[path] = line
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_read(item, (*path, index), document) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node.value, plain=not node.style, file=document.file, line=line)


def _read_mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise LawFileError(document.file, line, N_("a key must be plain text"))
        key = _nfc(key_node.value, document.file, line)
        if key in result:
            raise LawFileError(document.file, line, N_("the key {key} stands twice; keep one"), key=key)
        result[key] = _read(value_node, (*path, key), document)
    return result


def _scalar(text: str, *, plain: bool, file: str, line: int) -> Plain:
    if not plain:
        return _nfc(text, file, line)
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text.replace("_", ""))
    if _DAY.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise LawFileError(file, line, N_("there is no such day: {text}"), text=text) from None
        return text
    if _FLOAT.fullmatch(text):
        raise LawFileError(file, line, N_("{text} is not exact: write it in quotes, '{text}'"), text=text)
    if _ODD_NUMBER.fullmatch(text):
        raise LawFileError(file, line, N_("{text} is a code, not a number: write it in quotes, '{text}'"), text=text)
    if text.lower() in _WORDS_OF_YAML or text in ("True", "TRUE", "False", "FALSE", "Null", "NULL"):
        raise LawFileError(
            file, line, N_("“{text}” means different things to different readers: use true, false or quotes"), text=text
        )
    return _nfc(text, file, line)


def _nfc(text: str, file: str, line: int) -> str:
    if not unicodedata.is_normalized("NFC", text):
        raise LawFileError(
            file, line, N_("“{text}” is not in composed form (NFC): type it again or convert the file"), text=text
        )
    return text
