"""What is said of a commune as a whole: registers that it vouches for, and whether it is an especially hard area."""
