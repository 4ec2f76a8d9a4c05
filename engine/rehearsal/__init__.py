"""Rehearsals on a virtual clock: walks of a bundle's scenarios, and replays of past requests through real processes.

Everything goes through ``Application.execute`` and ``ask``, as a person or the clock would do it; nothing here knows an
element of a diagram.
"""
