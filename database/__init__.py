"""The shared customer database: its tables, who sees which rows, and the ways in and out."""
