"""The public contracts: the registers over REST."""
