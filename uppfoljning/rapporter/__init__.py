"""The tertial report: siffror.py counts it, presenter.py says it, and each format prints what the presenter said."""
