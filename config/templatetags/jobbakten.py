"""Built into every template by settings: filters for how values are written, and one tag per component.

Parameters are documented at the top of each template in templates/components. Tags take keyword arguments with
defaults, so a page never has to name what it does not use, and a misspelt name fails when the template is compiled.
"""

from django import template

from config.tags import fields, page, parts, writing

register = template.Library()

for part in (writing, parts, page, fields):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
