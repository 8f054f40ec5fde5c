"""Every write of insatser that crosses rows or changes state. Keyword-only, the actor as `by`, atomic."""
