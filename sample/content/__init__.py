"""Plain data, one module a feature: no Django, no logic, every text a `T`."""
