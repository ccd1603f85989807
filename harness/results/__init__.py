"""What came of a run: its plan, its attempts, and the reports that are made of them."""
