"""
The commands, one file a subject; a file's ``COMMANDS`` names its own.

A system's tool answers a wrong command line as the tool does; a simulator's command
raises FormatError.
"""
