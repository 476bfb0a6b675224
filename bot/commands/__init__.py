"""What the longer commands of `python -m bot` do."""
