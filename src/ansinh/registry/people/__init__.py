"""People and households: who they are, with which numbers, where and with whom they live."""
