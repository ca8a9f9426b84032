"""The receipt for people and programs: a record in JSON, a page to look at, figures over many.

Nothing here judges a text; it shows what the account of an article says.
"""

from cleanpress.report.back import load, replayed, restored
from cleanpress.report.record import SCHEMA, failed, record_of, schema

__all__ = ["SCHEMA", "failed", "load", "record_of", "replayed", "restored", "schema"]
