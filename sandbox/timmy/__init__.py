"""Timmy: a pay-per-job AI agent on Lightning invoices."""
