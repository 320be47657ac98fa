"""Places: provinces and communes of today and before, each with its dates."""
