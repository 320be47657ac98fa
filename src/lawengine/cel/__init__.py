"""The subset of the Common Expression Language (CEL) in which conditions of law are written."""
