"""Scripts called by `make`. Standard library only: most run before anything is installed.

They run on Python 3.9 or later. The site itself runs on the version in `.python-version`, which
`environment.py` finds or downloads.
"""
