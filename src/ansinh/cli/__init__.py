"""The `ansinh` command."""
