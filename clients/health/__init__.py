"""The health department's application: appointments, a health record, and who looked into it."""
