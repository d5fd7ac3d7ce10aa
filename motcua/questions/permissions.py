"""Who makes and tries forms."""

from motcua.agencies.choices import Role

FORM_MAKERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER)
