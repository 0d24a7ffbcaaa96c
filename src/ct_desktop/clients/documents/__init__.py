"""Configuration texts with the place of every value, so that one can change and nothing else.

A text is read into nodes that know where they stand; a change is a list of small edits of the
text. No text is ever written anew from its values: what is not edited stays as it is, byte for
byte.
"""
