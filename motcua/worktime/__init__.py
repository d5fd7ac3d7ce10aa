"""The clock: working calendars, time limits and due moments."""
