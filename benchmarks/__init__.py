"""What is measured side by side: `python -m benchmarks` prints the table, `python -m benchmarks NAME --json` one of it."""
