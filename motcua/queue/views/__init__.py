"""Screens of the hall: kiosks and displays (`public`), windows, what is set (`setting`), figures (`statistics`)."""
