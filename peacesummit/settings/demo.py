"""Settings of `make run`: the site as visitors see it, on one machine, without configuration."""

from peacesummit.settings.base import *  # noqa: F403
from peacesummit.settings.base import DATA_DIR, DATABASES, INSTALLED_APPS, MAILERS
from peacesummit.settings.environment import env
from peacesummit.settings.older_data import stop_at_older_data
from peacesummit.settings.secret import kept_public_key, kept_secret

env.stop_if_wrong()  # before anything is written
stop_at_older_data(DATABASES["default"]["ENGINE"], DATABASES["default"]["NAME"], DATA_DIR)

INSTALLED_APPS = [*INSTALLED_APPS, "sample"]
SECRET_KEY = env.text("SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")
ANSWERS_KEYS = env.texts("ANSWERS_KEYS") or [kept_secret(DATA_DIR / "answers-key")]
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "cumbre-demo")
# The sample forms ask sensitive questions. Normally an organizer creates the key pair on their own
# computer; in the demo that is the server, with the passphrase of the sample accounts.
SEALING_PUBLIC_KEY = env.public_key("SEALING_PUBLIC_KEY") or kept_public_key(
    DATA_DIR / "sealing-public-key",
    DATA_DIR / "organizer" / "summit-private-key.txt",
    passphrase=DEMO_PASSWORD,
)
if not env.text("EMAIL_URL"):
    # Emails are written to var/mail, one file per message.
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
        }
    }
