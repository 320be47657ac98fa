"""Writing a mapping file: the same mapping again when read, with explanations for the officer who edits it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ansinh.kernel.mapping.file import UNKNOWN
from ansinh.kernel.mapping.model import Commune, Facts, ListMapping, MappedColumn, Value, Values

_HEAD = """\
# Bảng ghép cột của danh sách: mỗi cột nói điều gì về một người.
# Sửa tệp này rồi chạy lại; chữ hoa, chữ thường và dấu trong phần `values` không phân biệt.
# Tên cột có hai tầng tiêu đề được nối bằng dấu ›, ví dụ "Khuyết tật › Mức độ".
"""
_ID = "# Cột định danh mỗi người. kind: cccd = kiểm tra đủ 12 số, khớp năm sinh và giới tính; text = mã bất kỳ."
_HOUSEHOLD = "# Cột mã hộ: những người cùng mã được xét chung một hộ. Không có cột này thì mỗi người là một hộ."
_COMMUNE = "# Xã: tên cột, hoặc {constant: tên xã} cho cả danh sách, hoặc {sections: true} nếu tên xã ở dòng đề mục."
_CLAIMED = "# Cột nhóm đối tượng do xã ghi: chỉ để đối chiếu, không dùng để xét."
_COLUMNS = """\
# Cột nào là dữ kiện nào. values: nội dung ô nghĩa là gì (unknown = chưa biết); times: nhân với (1000 = nghìn đồng);
# implies: dữ kiện kéo theo khi ô là số lớn hơn 0 hoặc là "có". Ô không hiểu được thì cả dòng bị nêu ra, không đoán."""
_VOUCHED = """\
# Danh sách này cam đoan đầy đủ về các dữ kiện dưới đây: để trống nghĩa là "không" (giá trị ghi bên cạnh).
# Dữ kiện không có tên ở đây mà để trống thì là CHƯA BIẾT, người đó có thể chưa kết luận được."""
_BLANKS = "# Những dấu có nghĩa như để trống."
_IGNORED = "# Những cột không dùng để xét. Cột mới không có tên trong tệp này sẽ được nêu ra khi chạy."
_DOUBTS = "# CẦN XEM LẠI – những chỗ chưa tự ghép được:"


def dump_mapping(mapping: ListMapping, facts: Facts) -> str:
    """The text of the mapping file. Reading it gives an equal mapping; `doubts` become comments."""
    return "\n".join(_lines(mapping, facts)) + "\n"


def _lines(mapping: ListMapping, facts: Facts) -> Iterator[str]:
    yield _HEAD
    if mapping.doubts:
        yield _DOUBTS
        yield from (f"#   - {doubt}" for doubt in mapping.doubts)
        yield ""
    if mapping.sheet:
        yield f"sheet: {_quoted(mapping.sheet)}"
    if mapping.id_column:
        yield from (_ID, f"id: {{column: {_quoted(mapping.id_column)}, kind: {mapping.id_kind}}}")
    if mapping.name:
        yield f"name: {_quoted(mapping.name)}"
    yield from (_HOUSEHOLD, f"household: {_quoted(mapping.household)}" if mapping.household else "# household: ")
    yield from (_COMMUNE, _commune(mapping.commune))
    if mapping.claimed:
        yield from (_CLAIMED, f"claimed: {_quoted(mapping.claimed)}")
    yield from ("", _COLUMNS, "columns:" if mapping.columns else "columns: []")
    for column in mapping.columns:
        yield from _column(column, facts)
    yield from ("", _VOUCHED, "vouched:" if mapping.vouched else "vouched: {}")
    for fact, value in mapping.vouched.items():
        yield f"  {fact}: {_value(value)}  # {facts[fact].label}"
    yield from ("", _BLANKS, f"blanks: [{', '.join(map(_quoted, mapping.blanks))}]")
    yield from ("", _IGNORED, "ignored:" if mapping.ignored else "ignored: []")
    yield from (f"  - {_quoted(name)}" for name in mapping.ignored)


def _commune(commune: Commune) -> str:
    if commune.in_sections:
        return "commune: {sections: true}"
    if commune.column:
        return f"commune: {{column: {_quoted(commune.column)}}}"
    return f"commune: {{constant: {_quoted(commune.constant)}}}" if commune.constant else "# commune: "


def _column(column: MappedColumn, facts: Facts) -> Iterator[str]:
    yield f"  - column: {_quoted(column.column)}"
    if column.fact:
        yield f"    fact: {column.fact}  # {facts[column.fact].label}"
    if column.times != 1:
        yield f"    times: {column.times}"
    if column.implies:
        yield f"    implies: {_facts(column.implies)}"
    if column.values:
        yield "    values:"
    for content, meaning in column.values.items():
        short = column.fact is not None and list(meaning) == [column.fact]
        shown = UNKNOWN if not meaning else _value(meaning[column.fact]) if short and column.fact else _facts(meaning)
        yield f"      {_quoted(content)}: {shown}"


def _facts(values: Values) -> str:
    return "{" + ", ".join(f"{fact}: {_value(value)}" for fact, value in values.items()) + "}"


def _value(value: Value) -> str:
    """Codes and dates are plain words in this YAML."""
    return json.dumps(value) if isinstance(value, (bool, int)) else value


def _quoted(text: str) -> str:
    """A JSON string is a YAML string."""
    return json.dumps(text, ensure_ascii=False)
