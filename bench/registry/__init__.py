"""The registers at the size of a province (`python -m bench registry`): pages under load, the snapshot for the law."""
