"""
The keyboard of a simulated box: commands, transcripts, a prompt.

    session.py     boxes on a wire, and the commands that are typed
    transcript.py  a list of commands with what they print: a test
    commands/      one file a subject: the system's own tools, and the simulator's
    words/         how each family of systems words its tools' answers
    capture.py     a box from a listing of a real one
    prompt.py      the interactive face

The kernel knows nothing of text; here text becomes requests, and answers become text.
"""
