"""What a measurement raises."""


class MeasurementError(Exception):
    """Nothing could be measured; the message says why."""
