"""Lantu 蓝图: a government's plan, from document to delivery."""

__version__ = "0.1.0"
