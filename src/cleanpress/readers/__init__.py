"""Readers turn a file into a :class:`~cleanpress.document.Document` and never judge what it says."""
