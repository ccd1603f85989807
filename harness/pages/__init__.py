"""The pages for stakeholders: start page, living documentation, coverage."""
