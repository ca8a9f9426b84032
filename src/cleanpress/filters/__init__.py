"""The built-in filters, one file each; see :mod:`cleanpress.registry` for the table."""
