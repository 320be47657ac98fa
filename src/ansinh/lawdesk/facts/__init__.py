"""Facts for the law: one text of SQL leads from the registers to the engine, for one household or for all."""
