"""What `make` calls. Standard library only: most of it runs before anything is installed.

Any Python from 3.9 on starts these scripts; the site itself runs on the version that
`.python-version` names, which `environment.py` finds or fetches.
"""
