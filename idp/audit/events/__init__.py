"""The vocabulary of the audit log: one frozen dataclass per event, one file per area. No personal values."""
