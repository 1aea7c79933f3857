"""Hooks into Wagtail."""

from wagtail import hooks

from accounts import session

# Signing in beside an editor whose session has ended.
hooks.register("register_admin_urls", session.urls)
hooks.register("insert_global_admin_css", session.styles)
hooks.register("insert_global_admin_js", session.script)
