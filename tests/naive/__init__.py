"""The four endpoints as one would write them from their description: to compare with.

Django REST framework, a row lock, and a save for each model.
"""
