"""The URLs of the site plus Wagtail’s public APIs, which the site does not have."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api

from peacesummit.urls import urlpatterns as ours

router = WagtailAPIRouter("public_api")
router.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("public-api/v2/", router.urls), path("public-api/v3/", api.urls), *ours]
