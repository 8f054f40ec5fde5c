"""The product's settings, but that the browser keeps style sheets and scripts, as it does in production.

A page has some sixty of them: without this each is asked for again on every page.
"""

from config.settings import *  # noqa: F403

WHITENOISE_MAX_AGE = 3600
