"""Text typed in the old Vietnamese fonts (TCVN3, VNI, VISCII): recognised by its words, and read as Unicode."""

from ansinh.kernel.legacy_fonts.deciding import Decision, TextColumn, decide
from ansinh.kernel.legacy_fonts.judging import Verdict, judge, score
from ansinh.kernel.legacy_fonts.reading import read_as
from ansinh.kernel.legacy_fonts.tables import FONTS, OldFont

__all__ = ["FONTS", "Decision", "OldFont", "TextColumn", "Verdict", "decide", "judge", "read_as", "score"]
