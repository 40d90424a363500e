"""The same work on many documents: processes with bounds, machines."""
