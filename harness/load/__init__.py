"""Scenarios as load: users on Locust that run them again and again."""
