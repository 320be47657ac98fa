"""Books: working registers of domains that have no room yet, with the ledger's two clocks, for the shell's kit."""
