"""CrossTrade's answers as core values, from every shape that is documented or was observed.

The server speaks two dialects (camelCase as in the REST pages, a smaller snake_case as in the MCP
pages), with and without envelopes. So fields are read one by one, by any of their names, and a
field that cannot be read is not supplied. Source: the CrossTrade reference, sections 0.2 to 3.7.
"""
