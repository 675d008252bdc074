"""Servers as processes, and a client that may break every rule."""
