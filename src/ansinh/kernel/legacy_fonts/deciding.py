"""What is read as an old font in a whole sheet: single texts are judged, columns and the sheet decide the doubtful."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ansinh.kernel.legacy_fonts.judging import Verdict, judge
from ansinh.kernel.legacy_fonts.reading import read_as
from ansinh.kernel.legacy_fonts.tables import FONTS, WRITTEN, OldFont

_FEWEST_WORDS = 3  # a font is believed when it explains so many different words; 'Caïn' alone is a name


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The different texts of one column, each judged by itself."""

    verdicts: Mapping[str, Verdict]

    @classmethod
    def of(cls, texts: Iterable[str]) -> TextColumn:
        """Judge the texts of a column."""
        return cls({text: judge(text) for text in set(texts) if not text.isascii()})

    def words(self, font: OldFont, *, alone: bool = False) -> set[str]:
        """The different words that only an old font explains; `alone`: and no other old font."""
        return {
            word
            for verdict in self.verdicts.values()
            if verdict.kind == "old" and font in verdict.fonts and not (alone and len(verdict.fonts) > 1)
            for word in verdict.words
        }

    def sure(self, kind: str) -> int:
        """How many different texts are of this kind, for certain when it is 'unicode'."""
        return sum(verdict.kind == kind and (verdict.sure or kind != "unicode") for verdict in self.verdicts.values())


@dataclass(slots=True)
class Decision:
    """What to do with the texts of one column.

    Attributes:
        read: the font in which a text is read; texts that are not named stay as they are.
        unsure: texts that stay although they could be read in these fonts; somebody should look.
    """

    read: dict[str, OldFont] = field(default_factory=dict)
    unsure: dict[str, tuple[OldFont, ...]] = field(default_factory=dict)


def decide(
    columns: Mapping[int, TextColumn], *, leave: Collection[int] = (), forced: Mapping[int, OldFont] | None = None
) -> dict[int, Decision]:
    """Decide for every column of a sheet.

    Args:
        columns: the texts by column. leave: columns somebody wants left as they are. forced: columns somebody
            says are in this font; only what has letters that no old font has stays.
    """
    sheet = _Sheet(columns)
    told = dict(forced or {})
    return {
        place: _forced(column, told[place]) if place in told else sheet.decide(column)
        for place, column in columns.items()
        if place not in leave
    }


def _forced(column: TextColumn, font: OldFont) -> Decision:
    decision = Decision()
    for text in column.verdicts:
        if WRITTEN[font].sub("", text).isascii():
            decision.read[text] = font
    return decision


class _Sheet:
    def __init__(self, columns: Mapping[int, TextColumn]) -> None:
        self._explained = {font: set().union(*(column.words(font) for column in columns.values())) for font in FONTS}
        self._alone = {
            font: len(set().union(*(column.words(font, alone=True) for column in columns.values()))) for font in FONTS
        }
        best = max(FONTS, key=lambda font: (len(self._explained[font]), self._alone[font]))
        self._main = best if len(self._explained[best]) >= _FEWEST_WORDS else None
        self._unicode = any(column.sure("unicode") for column in columns.values())

    def decide(self, column: TextColumn) -> Decision:
        here = {font: len(column.words(font)) for font in FONTS}
        best = max(FONTS, key=lambda font: (here[font], self._alone[font]))
        font = best if self._main and here[best] else self._main
        has_unicode = column.sure("unicode")
        outnumbered = has_unicode > column.sure("old")
        # Where a text fits both ways, its neighbours decide, and they must all say the same.
        follows = font is not None and not has_unicode and (here[font] > 0 or not self._unicode)
        decision = Decision()
        for text, verdict in column.verdicts.items():
            if verdict.kind == "old":
                chosen = None if outnumbered and not verdict.sure else self._font_of(verdict, font)
            else:
                chosen = font if follows and font in verdict.fonts else None
            if chosen is not None:
                decision.read[text] = chosen
            elif verdict.kind == "old" or (verdict.kind == "either" and _may_differ(text, verdict, font)):
                decision.unsure[text] = verdict.fonts
        decision.read = {text: chosen for text, chosen in decision.read.items() if read_as(text, chosen) != text}
        return decision

    def _font_of(self, verdict: Verdict, font: OldFont | None) -> OldFont | None:
        """The font of a text that only an old font explains: the column's, the sheet's, or its own if well known."""
        if self._main is None:
            return None
        known = (font, self._main, *(own for own in verdict.fonts if self._alone[own] >= _FEWEST_WORDS))
        return next((each for each in known if each in verdict.fonts), None)


def _may_differ(text: str, verdict: Verdict, font: OldFont | None) -> bool:
    return font is not None and font in verdict.fonts and read_as(text, font) != text
