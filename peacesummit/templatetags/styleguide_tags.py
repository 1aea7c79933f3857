"""What only the style guide needs in its template."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def swatch(name: str):
    """Return a colour by role, in light and in dark side by side.

    As a drawing: its attributes are no inline style, which the site's policy may forbid.
    """
    return format_html(
        '<svg class="sg-swatch" aria-hidden="true">'
        '<rect class="sg-light" width="50%" height="100%" fill="var(--{0})"/>'
        '<rect class="sg-dark" x="50%" width="50%" height="100%" fill="var(--{0})"/></svg>',
        name,
    )
