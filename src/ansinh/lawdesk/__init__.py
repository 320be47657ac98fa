"""The law desk: the only door from the house to the law engine – editions, fact gathering, runs, explanations."""
