"""The district's rules in plain Python: whose duty a matter is, the clocks, quarrels, and closing that means solved."""
