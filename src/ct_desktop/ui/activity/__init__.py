"""The Activity screen: the shape of a day, its story, and the evidence of each entry."""
