"""Mail that the worker sends."""
