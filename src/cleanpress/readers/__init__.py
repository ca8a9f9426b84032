"""Readers turn a file into a document and never judge what it says."""
