"""Forms of plans and trepartssamtal."""
