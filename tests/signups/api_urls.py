"""The addresses of the site with Wagtail’s public APIs beside them, which the site has not."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api

from peacesummit.urls import urlpatterns as ours

router = WagtailAPIRouter("public_api")
router.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("public-api/v2/", router.urls), path("public-api/v3/", api.urls), *ours]
