"""What is asked at the administration desk, subject by subject."""
