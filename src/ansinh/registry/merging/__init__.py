"""People who stand in the registers twice: pairs that the linkage found, decided side by side, merged, parted."""
