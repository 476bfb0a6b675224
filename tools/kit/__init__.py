"""What tools are made of. A tool imports from here and from nowhere else in `tools`."""
