"""One file, one tool: `ls tools/` is the feature list."""
