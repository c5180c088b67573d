"""Bad input by kind: each value with the verdict that every door must give."""
