"""A learner's own table, read from a CSV file; lesson 10 starts with one on bird strikes."""

from helpers.lessons.own_table.csv_cells import TableError
from helpers.lessons.own_table.parts import usable
from helpers.lessons.own_table.table import EXAMPLE, Table, claims_about, read_table

__all__ = ["EXAMPLE", "Table", "TableError", "claims_about", "read_table", "usable"]
