"""Polymath: one window, many tools; a model proposes, a real engine checks."""

__version__ = "0.1.0"
