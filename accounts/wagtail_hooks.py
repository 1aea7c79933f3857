"""Wagtail hooks for signing in again next to an open editor (`accounts.session`)."""

from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


@hooks.register("register_admin_urls")
def urls():
    """Return the URL of the page that sends people back to the editor after signing in again."""
    back = TemplateView.as_view(template_name="accounts/signed_in_again.html")
    return [path("session/back/", back, name="signed_in_again")]


@hooks.register("insert_global_admin_css")
def styles():
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("css/admin-session.css")
    )


@hooks.register("insert_global_admin_js")
def script():
    return render_to_string("accounts/session_script.html")
