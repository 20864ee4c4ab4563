"""The course: who is in it, by which rules attempts count, what people decided, and what each student stands at.

A report says what a piece of work is worth and never changes. Everything here lies between the gradebook, which keeps reports,
and what is written for people and platforms: one function (``standing.standing``) goes from an attempt's report and what people
decided to the points that count, and ``points`` is the only module that adds points up.
"""
