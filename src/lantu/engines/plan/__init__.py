"""The plan compiler: bytes of a plan document in, a package of promises out.

Way of the data: readers -> Document (text and blocks) -> outline, tables -> passages ->
statements, projects, systems, ... -> Package. Nothing here reads a file or a clock.
"""
