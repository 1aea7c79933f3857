"""Partner organizations, and the page that lists them by region."""

from partners.models.index import PartnerIndexPage
from partners.models.partner import Partner, in_source_language

__all__ = ["Partner", "PartnerIndexPage", "in_source_language"]
