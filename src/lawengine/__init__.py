"""The law engine: reads law as data and decides, with reasons. No Django, no clock, no network."""
