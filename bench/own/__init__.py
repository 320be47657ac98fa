"""Our side, each measurement in a process of its own."""
