"""Money bugs, planted one at a time in a copy of the product: the suite must see each.

python -m tests.postgres python -m tests.mutants [NAME ...]
"""
