"""Where records come from and go to: CSV files, and later CRMs, over one loader."""
